import type { Scope } from "#contract/scope.ts";

/** An operation of the API as the form of a key speaks of it. */
export type OfferedOperation = { id: string; summary: string; method: string; path: string; scope: Scope | null };
