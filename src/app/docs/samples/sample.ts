import type { CodeLanguage } from "#ui/highlight.ts";

/** One piece of code under its language's name. `YOUR_…` words are filled in the browser. */
export type Sample = { label: string; language: CodeLanguage; code: string };

/** The three languages of the docs, in their order. */
export const threeSamples = (curl: string, typescript: string, python: string): Sample[] => [
  { label: "curl", language: "bash", code: curl },
  { label: "TypeScript", language: "typescript", code: typescript },
  { label: "Python", language: "python", code: python },
];
