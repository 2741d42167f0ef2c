import { Key, KeyId } from "#contract/key.ts";
import { mutation } from "#core/verb.ts";
import { switchKey } from "./switch-key.ts";

/** Switches a key off until it is enabled again. */
export const disableKey = mutation(
  { name: "keys.disable", scope: "keys:write", input: KeyId, output: Key },
  (ctx, { id }) => switchKey(ctx, id, false),
);
