import { TRPCClientError } from "@trpc/client";
import { Problem } from "#contract/problem.ts";

/** The problem that a call was refused with; null if no answer of ours came back (offline, a proxy's page). */
export function problemOf(error: unknown): Problem | null {
  if (!(error instanceof TRPCClientError)) return null;
  const { problem } = (error.data ?? {}) as { problem?: unknown };
  return Problem.safeParse(problem).data ?? null;
}
