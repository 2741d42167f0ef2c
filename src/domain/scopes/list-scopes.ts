import * as z from "zod";
import { Nothing } from "#contract/list.ts";
import { Preset, presets, scopesOfPreset } from "#contract/preset.ts";
import { type Resource, resources, Scope, scopes } from "#contract/scope.ts";
import { instantQuery } from "#core/verb.ts";

const ListedScopes = z.object({
  scopes: z.array(
    z.object({ scope: Scope, resource: z.string(), action: z.string(), describes: z.string(), grantable: z.boolean() }),
  ),
  presets: z.array(z.object({ preset: Preset, label: z.string(), describes: z.string(), scopes: z.array(Scope) })),
});

const words: Record<string, string> = { read: "See", write: "Change", verify: "Verify" };

/** Every scope and preset, with what each opens and whether the caller could grant it. */
export const listScopes = instantQuery(
  { name: "scopes.list", scope: null, input: Nothing, output: ListedScopes },
  ({ principal }) => ({
    scopes: scopes.map((scope) => {
      const [resource = "", action = ""] = scope.split(":");
      return {
        scope,
        resource,
        action,
        describes: `${words[action]} ${resources[resource as Resource].describes}`,
        grantable: principal.grantable.includes(scope),
      };
    }),
    presets: Preset.options.map((preset) => ({
      preset,
      ...presets[preset],
      scopes: scopesOfPreset(preset, principal.grantable),
    })),
  }),
);
