import type { ProblemCode } from "#contract/problem.ts";
import { TextLink } from "#ui/text-link.tsx";

/** The code of a problem, leading to its page. */
export function ErrorLink({ code }: { code: ProblemCode }) {
  return (
    <TextLink
      prefetch={false}
      href={`/docs/errors/${code}`}
      className="break-id font-mono text-[0.86em] [font-variant-ligatures:none]"
    >
      {code}
    </TextLink>
  );
}
