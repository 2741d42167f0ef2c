import { operations } from "#rest/operations.ts";
import type { OfferedOperation } from "./offered-operation.ts";

/** Every operation that takes a credential; for the server, which hands the plain list to the page. */
export const offeredOperations: readonly OfferedOperation[] = operations.flatMap((operation) =>
  operation.kind === "verb" && !operation.verb.sessionOnly
    ? [
        {
          id: operation.id,
          summary: operation.summary,
          method: operation.method,
          path: operation.path,
          scope: operation.verb.scope,
        },
      ]
    : [],
);
