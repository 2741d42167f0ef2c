import type { IncomingMessage, ServerResponse } from "node:http";
import { holdsScope } from "#contract/scope.ts";
import { requireScope, requireSession } from "#core/authorize.ts";
import type { CredentialRecord } from "#core/credentials/credential-record.ts";
import { refusalOf } from "#core/credentials/resolve.ts";
import { NotModified } from "#core/freshness.ts";
import { anonymousKeyOf, publicKeyOf } from "#core/limits/limit-keys.ts";
import type { Quota } from "#core/limits/limiter.ts";
import { overLimit } from "#core/limits/over-limit.ts";
import { parseInput } from "#core/parse-input.ts";
import { etagOf } from "#core/precondition.ts";
import { Refusal } from "#core/refusal.ts";
import type { Runtime } from "#core/runtime.ts";
import { requireShared } from "#core/sharing/bound.ts";
import { provePasscode } from "#core/sharing/prove-passcode.ts";
import type { Call } from "#core/verb.ts";
import type { FileContent } from "#domain/files/read-content.ts";
import { ipMatcher } from "#lib/ip.ts";
import { answerJson, answerNotModified, answerProblem, answerStream } from "./answer.ts";
import { answerContent } from "./answer-content.ts";
import { answerPreflight } from "./answer-preflight.ts";
import { beginExchange, type Exchange } from "./exchange.ts";
import { bodyInput, guestInput, queryInput, requestInfo } from "./input.ts";
import type { GuestOperation, Operation, PublicOperation, StreamedAnswer, VerbOperation } from "./operation.ts";
import { presentedSecret } from "./presented-secret.ts";
import { makeRouter } from "./router.ts";

/**
 * Serves what is below `base`: one request falls through these steps in this order, and its answer is metered before it leaves.
 * Each step is synchronous where it can be: with a cached credential and a verb that waits for nothing, a request makes
 * no promise at all.
 */
export function restHandler(runtime: Runtime, operations: readonly Operation[], base = "/api/v1") {
  const route = makeRouter(operations);
  const { trustedProxies } = runtime.config;
  const door = { isTrusted: trustedProxies.length > 0 ? ipMatcher(trustedProxies) : null, route, base };

  return (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = beginExchange(runtime, request, response, door);
    if (request.method === "OPTIONS") {
      answerPreflight(exchange);
      return;
    }
    try {
      const waiting = serve(exchange);
      if (waiting) waiting.catch((error: unknown) => answerProblem(exchange, error));
    } catch (error) {
      answerProblem(exchange, error);
    }
  };
}

/** The form of an organization's id; anything else in `X-Tenant-ID` names none. */
const TENANT_ID = /^org_[0-9a-z]{26}$/;

/** Gives a promise where something must be waited for. */
function serve(exchange: Exchange): Promise<void> | undefined {
  const { operation } = exchange;
  if (operation?.kind === "public") {
    servePublic(exchange, operation);
    return;
  }
  if (operation?.kind === "guest") return serveGuest(exchange, operation);
  const found = resolve(exchange);
  if (found instanceof Promise) return found.then((record) => serveCaller(exchange, record));
  return serveCaller(exchange, found);
}

function serveCaller(exchange: Exchange, found: CredentialRecord | null): Promise<void> | undefined {
  const record = admit(exchange, found);
  const stored = record.share?.passcodeHash;
  return stored ? serveKnowing(exchange, record, stored) : serveAdmitted(exchange, record);
}

/** A share link with a passcode: whoever does not know it is nobody. */
async function serveKnowing(exchange: Exchange, record: CredentialRecord, stored: string): Promise<void> {
  const { runtime, request, ip } = exchange;
  const passcode = request.headers["x-share-passcode"]?.toString();
  await provePasscode(runtime, { linkId: record.credentialId, stored, passcode, ip }).catch((error: unknown) => {
    throw error instanceof Refusal ? refuseByAddress(exchange, error) : error;
  });
  return serveAdmitted(exchange, record);
}

function serveAdmitted(exchange: Exchange, record: CredentialRecord): Promise<void> | undefined {
  const quota = exchange.runtime.limiter.take(record.limits, exchange.timeMs);
  if (quota instanceof Promise) return quota.then((taken) => serveCounted(exchange, record, taken));
  return serveCounted(exchange, record, quota);
}

/** The credential is good, and the request is counted. */
function serveCounted(exchange: Exchange, record: CredentialRecord, quota: Quota): Promise<void> | undefined {
  exchange.policy = quota.policy;
  exchange.quota = quota;
  checkTenant(exchange, record);
  enforce(exchange, quota);
  checkRules(record);
  checkRoute(exchange);
  const operation = exchange.operation as VerbOperation;
  authorize(record, operation);
  const call: Call = { runtime: exchange.runtime, principal: record.principal, request: requestInfo(exchange) };
  if (operation.method !== "GET") return serveBody(exchange, operation, call);
  return run(exchange, operation, call, parseInput(operation.verb.input, queryInput(exchange)));
}

async function serveBody(exchange: Exchange, operation: VerbOperation, call: Call): Promise<void> {
  const input = parseInput(operation.verb.input, await bodyInput(exchange, operation, call));
  return run(exchange, operation, call, input);
}

function servePublic(exchange: Exchange, operation: PublicOperation): void {
  limitByAddress(exchange);
  answerJson(exchange, operation.status ?? 200, operation.answer({ runtime: exchange.runtime }));
}

async function serveGuest(exchange: Exchange, operation: GuestOperation): Promise<void> {
  limitByAddress(exchange);
  const { verb, status = 200 } = operation;
  const input = parseInput(verb.input, await guestInput(exchange, operation));
  answerJson(
    exchange,
    status,
    await verb({ runtime: exchange.runtime, request: requestInfo(exchange) }, input as never),
  );
}

function limitByAddress(exchange: Exchange): void {
  const { runtime, ip, timeMs } = exchange;
  exchange.policy = "public";
  enforce(exchange, runtime.limiter.takeByAddress(publicKeyOf(ip), runtime.config.publicLimit, timeMs));
}

/** Who calls, as far as it is known; null: nobody has that secret. */
function resolve(exchange: Exchange): CredentialRecord | null | Promise<CredentialRecord | null> {
  const { runtime } = exchange;
  const secret = presented(exchange);
  if (secret === null) return refuseByAddress(exchange, new Refusal("unauthorized"));
  const named = exchange.request.headers["x-tenant-id"];
  return runtime.resolver.find(secret, typeof named === "string" && TENANT_ID.test(named) ? named : undefined);
}

/** What cannot be read as one credential counts against the address, like any other failure to present one. */
function presented(exchange: Exchange): string | null {
  try {
    return presentedSecret(exchange.request, exchange.search);
  } catch (error) {
    if (error instanceof Refusal) return refuseByAddress(exchange, error);
    throw error;
  }
}

/** Only a good credential gets in. A request without one counts against its address. */
function admit(exchange: Exchange, record: CredentialRecord | null): CredentialRecord {
  if (!record) return refuseByAddress(exchange, new Refusal("invalid_token"));
  exchange.record = record;
  const refusal = refusalOf(record, exchange.timeMs);
  // Whom the organization's rules alone refuse is known, and counts as itself.
  if (refusal && refusal.code !== "policy_violation") return refuseByAddress(exchange, refusal);
  if (record.isAllowedIp && !record.isAllowedIp(exchange.ip))
    return refuseByAddress(exchange, new Refusal("ip_not_allowed"));
  return record;
}

function refuseByAddress(exchange: Exchange, refusal: Refusal): never {
  const { runtime, ip, timeMs } = exchange;
  enforce(exchange, runtime.limiter.takeByAddress(anonymousKeyOf(ip), runtime.config.anonymousLimit, timeMs));
  throw refusal;
}

/** `X-Tenant-ID` grants nothing: it may only name the organization that the credential belongs to. */
function checkTenant(exchange: Exchange, record: CredentialRecord): void {
  const named = exchange.request.headers["x-tenant-id"];
  if (named === undefined || named === record.orgId) return;
  throw new Refusal("tenant_mismatch");
}

/** The organization's rules may have come after the credential. */
function checkRules({ policyRefusal }: CredentialRecord): void {
  if (policyRefusal !== null) throw new Refusal("policy_violation", policyRefusal);
}

function enforce(exchange: Exchange, quota: Quota): void {
  exchange.quota = quota;
  if (!quota.allowed) throw overLimit(quota, exchange.timeMs);
}

function checkRoute({ operation, allow, request }: Exchange): void {
  if (operation) return;
  if (allow.length > 0)
    throw new Refusal("method_not_allowed", `${request.method} is not one of: ${allow.join(", ")}.`);
  throw new Refusal("not_found", "There is no such path.");
}

/** Before the input is looked at. The verb checks again, below every transport. */
function authorize({ principal }: CredentialRecord, { verb }: VerbOperation): void {
  if (principal.bound) requireShared(principal, verb);
  if (verb.sessionOnly) requireSession(principal);
  if (verb.scope && !holdsScope(principal.scopes, verb.scope)) requireScope(principal, verb.scope);
}

function run(exchange: Exchange, operation: VerbOperation, call: Call, input: unknown): Promise<void> | undefined {
  const { instant } = operation.verb;
  if (!instant || operation.afterwards) return runVerb(exchange, operation, call, input);
  return answer(exchange, operation, call, instant(call, input as never)) ?? undefined;
}

async function runVerb(exchange: Exchange, operation: VerbOperation, call: Call, input: unknown): Promise<void> {
  const { verb, afterwards } = operation;
  try {
    const given = await verb(call, input as never);
    return answer(exchange, operation, call, afterwards ? await afterwards(call, given as never) : given);
  } catch (error) {
    const tag = call.request.validator?.etag;
    if (!(error instanceof NotModified) || !tag) throw error;
    answerNotModified(exchange, tag);
  }
}

function answer(exchange: Exchange, operation: VerbOperation, call: Call, value: unknown): void | Promise<void> {
  const tag = call.request.validator?.etag;
  if (operation.content) return answerContent(exchange, value as FileContent);
  if (operation.stream) {
    answerStream(exchange, value as StreamedAnswer, tag);
    return;
  }
  const status = operation.statusOf ? operation.statusOf(value as never) : (operation.status ?? 200);
  const headers = operation.etag && !tag ? ["ETag", etagOf((value as { version: number }).version)] : undefined;
  answerJson(exchange, status, value, { headers, tag });
}
