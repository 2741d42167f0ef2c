import { OrganizationSettings } from "#contract/organization.ts";
import { type Affected, RuleEffect, SettingsPreview, UpdateSettingsInput } from "#contract/settings.ts";
import { effectOf } from "#core/policy/effect-of.ts";
import { query } from "#core/verb.ts";
import { callersOutside } from "./callers-outside.ts";
import { changedRules } from "./changed-rules.ts";
import { credentialsActingIn } from "./credentials-acting-in.ts";
import { peopleKeptOut } from "./people-kept-out.ts";
import { findSettings, requireOwnOrganization } from "./settings-row.ts";
import { slowedCallers } from "./slowed-callers.ts";

const SHOWN = 500;

/**
 * Everything that works now and would not, or not as before, if these rules were saved at this moment. It asks the same
 * function as a request does. What is made later, and what is switched off or expired already, is not in it.
 */
export const previewSettings = query(
  {
    name: "settings.preview",
    scope: "organizations:write",
    slow: true,
    input: UpdateSettingsInput,
    output: SettingsPreview,
  },
  async (ctx, { id, ...patch }) => {
    const { db, principal, now } = ctx;
    requireOwnOrganization(principal, id);
    const before = OrganizationSettings.parse((await findSettings(db, principal)).settings);
    const { named, is } = changedRules(before, patch);
    const after = { ...before, ...is };

    const living = await credentialsActingIn(db, principal.orgId);
    const hit: Affected[] = [];
    const kept: typeof living = [];
    for (const credential of living) {
      const effect = effectOf(credential.judged, before, after, now.getTime());
      if (effect)
        hit.push({
          ...nothing,
          ...credential.shown,
          effect: effect.effect,
          detail: effect.detail,
          expires_at: effect.expiresAtMs === null ? null : new Date(effect.expiresAtMs).toISOString(),
        });
      if (!effect || effect.effect === "shortened") kept.push(credential);
    }
    if (named.includes("second_factor_required") && after.second_factor_required)
      hit.push(...(await peopleKeptOut(db, principal.orgId)));
    if (named.includes("allowed_ips") && after.allowed_ips.length > 0)
      hit.push(...(await callersOutside(ctx, kept, before.allowed_ips, after.allowed_ips)));
    if (named.some((name) => name.endsWith("rate_limit"))) hit.push(...(await slowedCallers(ctx, kept, before, after)));

    const rank = (effect: RuleEffect) => RuleEffect.options.indexOf(effect);
    hit.sort((a, b) => rank(a.effect) - rank(b.effect) || nameOf(a).localeCompare(nameOf(b)));
    const counted = Map.groupBy(hit, ({ effect }) => effect);
    return {
      changes: named,
      counts: Object.fromEntries(
        RuleEffect.options.map((effect) => [effect, counted.get(effect)?.length ?? 0]),
      ) as Record<RuleEffect, number>,
      data: hit.slice(0, SHOWN),
    };
  },
);

const nothing = { credential: null, owner: null, expires_at: null, addresses: [], limit: null, peak: null };
const nameOf = ({ credential, owner }: Affected) => credential?.name ?? owner?.name ?? "";
