import { Key, KeyId } from "#contract/key.ts";
import { mutation } from "#core/verb.ts";
import { switchKey } from "./switch-key.ts";

/** Switches a disabled key on again. */
export const enableKey = mutation(
  { name: "keys.enable", scope: "keys:write", input: KeyId, output: Key },
  (ctx, { id }) => switchKey(ctx, id, true),
);
