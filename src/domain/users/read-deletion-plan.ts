import { DeletionPlan } from "#contract/account.ts";
import { Nothing } from "#contract/list.ts";
import { query } from "#core/verb.ts";
import { planDeletion } from "./plan-deletion.ts";

/** What deleting the caller's account would end, for them to read beforehand. */
export const readDeletionPlan = query(
  { name: "users.deletion_plan", scope: null, sessionOnly: true, input: Nothing, output: DeletionPlan },
  ({ db, principal }) => planDeletion(db, principal.user.id, { lock: false }),
);
