import { AsyncLocalStorage } from "node:async_hooks";
import type { Principal } from "../principal.ts";
import type { ObjectType, RelationOf } from "./model.ts";

/** What the tables have allowed, and an OpenFGA server is asked as well: whether this principal is related so to that. */
export type Question = { principal: Principal; relation: string; type: ObjectType; id: string };

const heard = new AsyncLocalStorage<Map<string, Question>>();

/**
 * Says that a verb relied on this relation of a principal to one object. Without an OpenFGA server it is nothing; with one,
 * the verb answers only if the server agrees.
 */
export function alsoAsk<T extends ObjectType>(
  principal: Principal,
  relation: RelationOf<T>,
  type: T,
  id: string,
): void {
  heard.getStore()?.set(`${principal.user.id} ${relation} ${id}`, { principal, relation, type, id });
}

/** Runs `work` and gives what it relied on. */
export async function listening<T>(work: () => Promise<T>): Promise<{ answer: T; questions: Question[] }> {
  const questions = new Map<string, Question>();
  const answer = await heard.run(questions, work);
  return { answer, questions: [...questions.values()] };
}
