import { sql } from "drizzle-orm";
import type * as z from "zod";
import type { Scope } from "#contract/scope.ts";
import type { SharedType } from "#contract/share-link.ts";
import type { Db } from "#db/client.ts";
import { againAfterDeadlock } from "./again-after-deadlock.ts";
import { appendAudit, type Recorded } from "./audit/append.ts";
import { requireScope, requireSession } from "./authorize.ts";
import type { Validator } from "./freshness.ts";
import { answerOnce, type IdempotencyKey } from "./idempotency.ts";
import { type Change, NOTIFY_CHANNEL } from "./invalidation.ts";
import type { Quota } from "./limits/limiter.ts";
import { withJudge } from "./permissions/with-judge.ts";
import type { Principal } from "./principal.ts";
import type { Runtime } from "./runtime.ts";
import { asView } from "./sharing/as-view.ts";
import { requireShared } from "./sharing/bound.ts";
import { requireStorable } from "./storable.ts";
import { inTenant } from "./tenant.ts";

/** What every transport knows of a request before it calls a verb. */
export type RequestInfo = {
  id: string;
  ip: string;
  userAgent: string | null;
  /** `If-Match`: the ETag that the caller has seen. */
  ifMatch?: string;
  idempotencyKey?: IdempotencyKey;
  /** Where the transport knows entity tags of answers. */
  validator?: Validator;
  /** Where the caller stands after this request, as its answer's headers say. */
  quota?: Quota;
};

export type Call = { runtime: Runtime; principal: Principal; request: RequestInfo };

export type QueryContext = Call & { db: Db; now: Date };
export type MutationContext = QueryContext & {
  /** Says what was done. A mutation that records nothing is rolled back. */
  record(event: Recorded): void;
  /** Says what every instance must forget once this is committed. */
  changed(change: Change): void;
  /** Runs once this is committed: what must not see a transaction that is still open, or that never happened. */
  afterCommit(task: () => void): void;
};

type Definition<I extends z.ZodType, O extends z.ZodType> = {
  /** `noun.verb`, unique. */
  name: string;
  /** Null: open to whoever is signed in or holds any credential of the organization. */
  scope: Scope | null;
  input: I;
  output: O;
};
type MutationOptions<I extends z.ZodType> = {
  /** Fields of the answer that a replay by Idempotency-Key leaves out. */
  secretFields?: readonly string[];
  /** What tells one request from another under the same Idempotency-Key; the whole input unless told. */
  fingerprint?: (input: z.output<I>, ctx: Call & { db: Db }) => unknown;
  /** Only people who are signed in, to the portal or over the API: no credential that was made to be kept. */
  sessionOnly?: boolean;
};

type Settlement<I extends z.ZodType> = {
  /**
   * Runs at the very end, whether the write happened, was refused or was a replay: for what was made ready outside the
   * transaction and would otherwise stay though nobody took it. It must not fail a write that happened.
   */
  settle?: (call: Call, input: z.output<I>) => Promise<void>;
};

type Preparation<I extends z.ZodType, P> = {
  /**
   * Runs before the transaction is opened: what must stay though the write is refused (attempts that are counted), and
   * what takes long (hashes). Within the transaction it would need a second connection while it holds one.
   */
  prepare?: (call: Call & { now: Date }, input: z.output<I>) => Promise<P>;
};

type Verb<K extends "query" | "mutation", I extends z.ZodType, O extends z.ZodType> = Definition<I, O> & {
  kind: K;
  sessionOnly: boolean;
  /** Share links on which resources it is open to; left out: none. */
  shared?: readonly SharedType[] | undefined;
  (call: Call, input: z.output<I>): Promise<z.input<O>>;
};
export type QueryVerb<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Verb<"query", I, O>;
export type MutationVerb<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Verb<"mutation", I, O>;

type Authorized = Pick<QueryVerb | MutationVerb, "kind" | "scope" | "sessionOnly" | "shared">;

/** Whether the principal may call a verb at all. Every transport comes through here; which object it may touch is for the verb. */
function authorizeVerb(principal: Principal, verb: Authorized): void {
  if (principal.bound) requireShared(principal, verb);
  if (verb.sessionOnly) requireSession(principal);
  if (verb.scope) requireScope(principal, verb.scope);
}

/**
 * A read: authorize, then run in a transaction of the caller's organization. One that is `slow` may take seconds at the
 * database, and waits its turn before it takes a connection.
 */
export function query<I extends z.ZodType, O extends z.ZodType>(
  definition: Definition<I, O> & { sessionOnly?: boolean; slow?: boolean; shared?: readonly SharedType[] },
  run: (ctx: QueryContext, input: z.output<I>) => Promise<z.input<O>>,
): QueryVerb<I, O> {
  const { scope, sessionOnly = false, slow = false, shared } = definition;
  const authority = { kind: "query" as const, scope, sessionOnly, shared };
  const verb = async (call: Call, input: z.output<I>) => {
    authorizeVerb(call.principal, authority);
    requireStorable(input);
    const { runtime, principal } = call;
    const tenant = { orgId: principal.orgId, userId: principal.user.id };
    const work = async () => {
      const { answer, confirm } = await inTenant(runtime.db, tenant, (db) =>
        withJudge(call, db, () => run({ ...call, db, now: runtime.clock.now() }, input)),
      );
      await confirm();
      return answer;
    };
    const read = () => runtime.invalidation.orGone(slow ? runtime.slowReads.inTurn(tenant.orgId, work) : work());
    return principal.bound && !principal.bound.visiting ? asView(call, principal.bound, read) : read();
  };
  return named(verb, definition.name, { ...definition, sessionOnly, kind: "query" as const });
}

/** A read that needs no database: what it answers is in the principal or in the program. */
export function instantQuery<I extends z.ZodType, O extends z.ZodType>(
  definition: Definition<I, O>,
  run: (call: Call, input: z.output<I>) => z.input<O>,
): QueryVerb<I, O> & { instant: (call: Call, input: z.output<I>) => z.input<O> } {
  const authority = { kind: "query" as const, scope: definition.scope, sessionOnly: false };
  const instant = (call: Call, input: z.output<I>) => {
    authorizeVerb(call.principal, authority);
    return run(call, input);
  };
  const verb = async (call: Call, input: z.output<I>) => instant(call, input);
  return named(verb, definition.name, { ...definition, sessionOnly: false, kind: "query" as const, instant });
}

/** A read without a transaction: what it looks up is in the memory of the runtime most of the time. */
export function lookUp<I extends z.ZodType, O extends z.ZodType>(
  definition: Definition<I, O>,
  run: (call: Call, input: z.output<I>) => Promise<z.input<O>>,
): QueryVerb<I, O> {
  const authority = { kind: "query" as const, scope: definition.scope, sessionOnly: false };
  const verb = async (call: Call, input: z.output<I>) => {
    authorizeVerb(call.principal, authority);
    requireStorable(input);
    return run(call, input);
  };
  return named(verb, definition.name, { ...definition, sessionOnly: false, kind: "query" as const });
}

/**
 * A write: authorize, then run, record and notify in one transaction. Nothing of it happened if any part fails; a write
 * that recorded nothing is rolled back. After the commit this instance forgets what changed before the caller is
 * answered; the others hear it by NOTIFY.
 */
export function mutation<I extends z.ZodType, O extends z.ZodType, P = undefined>(
  definition: Definition<I, O> & MutationOptions<I> & Preparation<I, P> & Settlement<I>,
  run: (ctx: MutationContext, input: z.output<I>, prepared: P) => Promise<z.input<O>>,
): MutationVerb<I, O> {
  const { name, scope, sessionOnly = false, secretFields = [], fingerprint = (input) => input } = definition;
  const prepare = definition.prepare ?? (async () => undefined as P);
  const { settle } = definition;
  const authority = { kind: "mutation" as const, scope, sessionOnly };

  const verb = async (call: Call, input: z.output<I>) => {
    const { runtime, principal, request } = call;
    authorizeVerb(principal, authority);
    requireStorable(input);
    const now = runtime.clock.now();
    const tenant = { orgId: principal.orgId, userId: principal.user.id };
    let changes: Change[] = [];
    let tasks: (() => void)[] = [];

    const write = async () => {
      const prepared = await prepare({ ...call, now }, input);
      const transaction = (db: Db) => {
        [changes, tasks] = [[], []];
        const once = { verb: name, fingerprint: () => fingerprint(input, { ...call, db }), secretFields };
        return answerOnce(db, call, once, async () => {
          const recorded: Recorded[] = [];
          const record = (event: Recorded) => void recorded.push(event);
          const changed = (change: Change) => void changes.push(change);
          const afterCommit = (task: () => void) => void tasks.push(task);
          const { answer: result, confirm } = await withJudge(call, db, () =>
            run({ ...call, db, now, record, changed, afterCommit }, input, prepared),
          );
          await confirm();
          if (recorded.length === 0) throw new Error(`${name} recorded nothing`);
          await appendAudit(db, runtime.auditSigner, originOf(principal, request), recorded, now);
          for (const change of changes)
            await db.execute(sql`select pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify(change)})`);
          return result;
        });
      };
      const answer = await againAfterDeadlock(() => inTenant(runtime.db, tenant, transaction));
      for (const change of changes) runtime.invalidation.apply(change);
      for (const task of tasks) task();
      return answer;
    };
    if (!settle) return runtime.invalidation.orGone(write());
    return runtime.invalidation
      .orGone(write())
      .finally(() =>
        settle(call, input).catch((err: unknown) => runtime.log.warn({ err }, `${name} could not be settled`)),
      );
  };
  return named(verb, name, { ...definition, sessionOnly, kind: "mutation" as const });
}

/** A read whose answer is worked on after its transaction has ended; declared and authorized as `verb` is. */
export function extendedQuery<I extends z.ZodType, P extends z.ZodType, O extends z.ZodType>(
  verb: QueryVerb<I, P>,
  output: O,
  run: (call: Call, prepared: z.input<P>, input: z.output<I>) => Promise<z.input<O>>,
): QueryVerb<I, O> {
  const { name, scope, input, sessionOnly, shared } = verb;
  const extended = async (call: Call, given: z.output<I>) => run(call, await verb(call, given), given);
  return named(extended, name, { name, scope, input, output, sessionOnly, shared, kind: "query" as const });
}

/** Who an audit event names: the person in the portal, or the key that called. */
export function originOf({ via, user, orgId }: Principal, request: RequestInfo) {
  const byKey = via.kind !== "session";
  return {
    orgId,
    actor: byKey
      ? ({ type: "api_key", id: via.id, name: via.name } as const)
      : ({ type: "user", id: user.id, name: user.name } as const),
    credentialId: byKey ? via.id : null,
    ip: request.ip,
    userAgent: request.userAgent,
    requestId: request.id,
  };
}

/** Functions have a read-only `name`, so the definition's is laid over it. */
function named<F extends object, D extends object>(verb: F, name: string, rest: D): F & D {
  Object.defineProperty(verb, "name", { value: name, enumerable: true });
  const { name: _, ...fields } = rest as D & { name?: string };
  return Object.assign(verb, fields) as F & D;
}

export type GuestCall = { runtime: Runtime; request: RequestInfo };
export type GuestVerb<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  kind: "guest";
  name: string;
  input: I;
  output: O;
  (call: GuestCall, input: z.output<I>): Promise<z.input<O>>;
};

/** A write of somebody who is not signed in yet. It opens its own transaction, once it knows the tenant. */
export function guestMutation<I extends z.ZodType, O extends z.ZodType>(
  definition: { name: string; input: I; output: O },
  run: (ctx: GuestCall & { now: Date }, input: z.output<I>) => Promise<z.input<O>>,
): GuestVerb<I, O> {
  const verb = async (call: GuestCall, input: z.output<I>) => {
    requireStorable(input);
    return run({ ...call, now: call.runtime.clock.now() }, input);
  };
  return named(verb, definition.name, { ...definition, kind: "guest" as const });
}
