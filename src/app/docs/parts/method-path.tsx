import type { Operation } from "#rest/operation.ts";

/** An operation's method and path, in mono. */
export function MethodPath({ operation }: { operation: Pick<Operation, "method" | "path"> }) {
  return (
    <code className="break-id font-mono text-sm [font-variant-ligatures:none]">
      <span className="text-muted">{operation.method}</span> {operation.path}
    </code>
  );
}
