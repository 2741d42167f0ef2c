import { TrieRouter } from "hono/router/trie-router";
import type { Method, Operation } from "./operation.ts";

type Match = { operation: Operation | null; params: Record<string, string>; allow: readonly string[] };
export type Router = (method: string, path: string) => Match;

const NO_PARAMS: Record<string, string> = Object.freeze({});
const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Finds the operation of a method and a path below `/api/v1`. HEAD is answered as GET is. */
export function makeRouter(operations: readonly Operation[]): Router {
  // By path, then by method: looking up needs no text to be made.
  const exact = new Map<string, Map<string, Match>>();
  const trie = new TrieRouter<Operation>();
  for (const operation of operations) {
    const { method, path } = operation;
    if (path.includes("{")) trie.add(method, path.replace(/\{(\w+)\}/g, ":$1"), operation);
    else
      exact.set(
        path,
        (exact.get(path) ?? new Map<string, Match>()).set(method, { operation, params: NO_PARAMS, allow: [] }),
      );
  }
  const find = (method: string, path: string): Match | null => {
    const known = exact.get(path)?.get(method);
    if (known) return known;
    const [found] = trie.match(method, path)[0];
    if (!found) return null;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(found[1])) {
      const decoded = decode(value as string);
      if (decoded === null) return null;
      params[name] = decoded;
    }
    return { operation: found[0], params, allow: [] };
  };
  return (method, path) => {
    const found = find(method === "HEAD" ? "GET" : method, path);
    return (
      found ?? { operation: null, params: NO_PARAMS, allow: METHODS.filter((other) => find(other, path) !== null) }
    );
  };
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
