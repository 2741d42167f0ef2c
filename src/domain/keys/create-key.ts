import { secretWordOfType } from "#contract/credential.ts";
import { CreatedKey, CreateKeyInput } from "#contract/key.ts";
import { scopesOfPreset } from "#contract/preset.ts";
import { grantableScopes } from "#contract/role.ts";
import { expandScopes, holdsScope, intersectScopes, isReadScope } from "#contract/scope.ts";
import { decideExpiry } from "#core/credentials/decide-expiry.ts";
import { mintSecret } from "#core/credentials/secret.ts";
import { requireAsBound } from "#core/policies/require-as-bound.ts";
import { requireFreeMetadata } from "#core/policies/require-free-metadata.ts";
import { requireMintable } from "#core/policy/require-mintable.ts";
import { invalidField, Refusal } from "#core/refusal.ts";
import { mutation } from "#core/verb.ts";
import { credentialSecrets, credentials } from "#db/schema/credentials.ts";
import { newId } from "#lib/id.ts";
import { chooseOwner } from "./choose-owner.ts";
import { requireOwnLimit, requireWithin } from "./key-rules.ts";
import { auditedKey, findKey, toKey } from "./key-view.ts";

/** Makes an API key of the caller, or of a service account. The answer is the only place where its secret ever stands. */
export const createKey = mutation(
  { name: "keys.create", scope: "keys:write", input: CreateKeyInput, output: CreatedKey, secretFields: ["api_key"] },
  async (ctx, input) => {
    const { principal, now, runtime } = ctx;
    const testOnly = principal.via.kind !== "session" && !principal.livemode;
    if (testOnly && input.type !== "test") throw new Refusal("forbidden", "A test key makes test keys only.");

    const owner = await chooseOwner(ctx.db, principal, input.service_account_id);
    const preset = input.preset ?? "custom";
    const grantable = intersectScopes(principal.grantable, grantableScopes(owner.role));
    const asked = input.scopes ?? scopesOfPreset(preset, grantable);
    const scopes = expandScopes(input.type === "read_only" ? asked.filter(isReadScope) : asked);
    if (scopes.length === 0)
      throw invalidField("scopes", "too_small", "The key would not be able to do anything. Choose at least one scope.");
    const { via } = principal;
    const allowedIps = input.allowed_ips.length > 0 || via.kind === "session" ? input.allowed_ips : [...via.allowedIps];
    const inheritsLimit = input.rate_limit === null && via.kind !== "session" && via.hourlyLimit < 5000;
    if (input.rate_limit !== null) requireOwnLimit(principal, input.rate_limit);
    const rateLimit = inheritsLimit ? via.hourlyLimit : input.rate_limit;
    const expiresAt = decideExpiry(principal, input.expires_at, now);
    requireMintable(principal, { kind: "api_key", type: input.type, preset, scopes }, now);
    requireWithin(principal, scopes, { expiresAt, allowedIps, rateLimit });
    const beyond = scopes.filter((scope) => !holdsScope(grantable, scope));
    if (beyond.length > 0)
      throw invalidField("scopes", "beyond_role", `The role ${owner.role} does not include ${beyond.join(", ")}.`);

    const secret = mintSecret(runtime.config.secretPrefix, secretWordOfType[input.type]);
    const id = newId("key", now.getTime());
    const { orgId, user } = principal;
    await requireAsBound(ctx.db, principal, { userId: owner.id, role: owner.role, credentialId: id });
    if (input.service_account_id !== undefined) await requireFreeMetadata(ctx.db, principal, {}, input.metadata);
    await ctx.db.insert(credentials).values({
      id,
      orgId,
      kind: "api_key",
      type: input.type,
      name: input.name,
      hint: secret.hint,
      preset,
      scopes,
      ownerId: owner.id,
      createdBy: user.id,
      allowedIps,
      rateLimit,
      metadata: input.metadata,
      expiresAt,
      createdAt: now,
      updatedAt: now,
    });
    await ctx.db.insert(credentialSecrets).values({ hash: secret.hash, orgId, credentialId: id, hint: secret.hint });

    const row = await findKey(ctx.db, principal, id);
    ctx.record({ action: "key.created", target: { type: "key", id, name: input.name }, after: auditedKey(row) });
    return { ...toKey(row, principal), api_key: secret.reveal };
  },
);
