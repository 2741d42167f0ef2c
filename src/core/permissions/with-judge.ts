import type { Db } from "#db/client.ts";
import type { Principal } from "../principal.ts";
import type { Runtime } from "../runtime.ts";
import { listening } from "./questions.ts";

/** `confirm` asks the server; where none is configured, or nothing in a project was opened, there is nothing to ask. */
type Judged<T> = { answer: T; confirm(): Promise<void> };

const nothingToAsk = async () => {};

/** Runs what a verb does in its transaction, and gives with its answer the word that an OpenFGA server has in it. */
export async function withJudge<T>(
  { runtime: { judge }, principal }: { runtime: Pick<Runtime, "judge">; principal: Principal },
  db: Db,
  work: () => Promise<T>,
): Promise<Judged<T>> {
  if (!judge) return { answer: await work(), confirm: nothingToAsk };
  const { answer, questions } = await listening(work);
  if (questions.length === 0) return { answer, confirm: nothingToAsk };
  const standing = await judge.standing(db, principal.orgId);
  return { answer, confirm: () => judge.confirm(questions, standing) };
}
