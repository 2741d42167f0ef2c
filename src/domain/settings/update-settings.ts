import { eq, sql } from "drizzle-orm";
import { OrganizationSettings } from "#contract/organization.ts";
import { Settings, UpdateSettingsInput } from "#contract/settings.ts";
import { requireVersion } from "#core/precondition.ts";
import { invalidField } from "#core/refusal.ts";
import { hasSecondFactor } from "#core/sessions/second-factor.ts";
import { type MutationContext, mutation } from "#core/verb.ts";
import { organizations } from "#db/schema/organizations.ts";
import { changedRules } from "./changed-rules.ts";
import { lockSettings, requireOwnOrganization, toSettings } from "./settings-row.ts";

/** Changes the rules of the caller's organization. The next request on every instance obeys them. */
export const updateSettings = mutation(
  { name: "settings.update", scope: "organizations:write", input: UpdateSettingsInput, output: Settings },
  async (ctx, { id, ...patch }) => {
    const { db, principal, now } = ctx;
    requireOwnOrganization(principal, id);
    const row = await lockSettings(db, principal);
    requireVersion(ctx.request.ifMatch, row.version);
    const before = OrganizationSettings.parse(row.settings);
    const { named, was, is } = changedRules(before, patch);
    if (is.second_factor_required) await requireOwnSecondFactor(ctx);

    const version = named.length > 0 ? row.version + 1 : row.version;
    const settings = { ...row.settings, ...is };
    if (named.length > 0)
      await db
        .update(organizations)
        .set({ settings, version: sql`${organizations.version} + 1`, updatedAt: now })
        .where(eq(organizations.id, principal.orgId));
    ctx.record({
      action: "organization.settings_changed",
      target: { type: "organization", id, name: principal.orgName },
      before: was,
      after: is,
    });
    ctx.changed({ organization: id });
    return toSettings({ id, settings, version });
  },
);

/** Nobody locks themselves out, nor asks of others what they do not do themselves. */
async function requireOwnSecondFactor({ db, principal }: MutationContext): Promise<void> {
  if (principal.user.kind === "person" && (await hasSecondFactor(db, principal.user.id))) return;
  throw invalidField(
    "second_factor_required",
    "needs_own",
    "Set up a second factor for your own account first, or this rule would keep you out.",
  );
}
