import { AsyncLocalStorage } from "node:async_hooks";
import type { ObjectType, RelationOf } from "./model.ts";

/** What the tables have allowed, and an OpenFGA server is asked as well: this relation to that object. */
export type Question = { relation: string; type: ObjectType; id: string };

const heard = new AsyncLocalStorage<Map<string, Question>>();

/**
 * Says that a verb relied on this relation of its principal to one object. Without an OpenFGA server it is nothing; with
 * one, the verb answers only if the server agrees.
 */
export function alsoAsk<T extends ObjectType>(relation: RelationOf<T>, type: T, id: string): void {
  heard.getStore()?.set(`${relation} ${id}`, { relation, type, id });
}

/** Runs `work` and gives what it relied on. */
export async function listening<T>(work: () => Promise<T>): Promise<{ answer: T; questions: Question[] }> {
  const questions = new Map<string, Question>();
  const answer = await heard.run(questions, work);
  return { answer, questions: [...questions.values()] };
}
