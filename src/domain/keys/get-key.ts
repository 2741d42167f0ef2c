import { Key, KeyId } from "#contract/key.ts";
import { query } from "#core/verb.ts";
import { findKey, toKey } from "./key-view.ts";

export const getKey = query(
  { name: "keys.get", scope: "keys:read", input: KeyId, output: Key },
  async ({ db, principal }, { id }) => toKey(await findKey(db, principal, id), principal),
);
