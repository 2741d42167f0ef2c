import { type Preset, presets } from "#contract/preset.ts";
import type { Scope } from "#contract/scope.ts";

/** What a credential may do, in a word or two. */
export const accessWords = ({ preset, scopes }: { preset: Preset; scopes: readonly Scope[] }): string =>
  preset === "custom" ? `${scopes.length} ${scopes.length === 1 ? "scope" : "scopes"}` : presets[preset].label;
