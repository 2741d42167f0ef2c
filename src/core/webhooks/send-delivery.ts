import type { Sql } from "#db/client.ts";
import { OutgoingRefused, outgoingGuard } from "../net/outgoing-guard.ts";
import { type OutgoingAnswer, sendRequest } from "../net/send-request.ts";
import type { Runtime } from "../runtime.ts";
import { unseal } from "../sealing.ts";
import { ACROSS_TENANTS } from "../tenant.ts";
import { type Attempt, finishAttempt } from "./finish-attempt.ts";
import { SECRET_PURPOSE, signedHeaders } from "./sign-webhook.ts";

/** Well above the time-out: a lease that has passed means that its holder died. */
const LEASE_SECONDS = 60;
const TIMEOUT_MS = 10_000;
const KEPT_BYTES = 4096;

export type Taken = {
  id: string;
  org_id: string;
  endpoint_id: string;
  payload: string;
  attempts: number;
  round_attempts: number;
  round_started_at: string | Date;
  url: string;
  sealed_secret: string;
  sealed_previous_secret: string | null;
};

/**
 * Sends the delivery that is due the longest; gives whether there was one. It is taken by a lease, so two instances never
 * send one at the same time; if its sender dies, another sends it again under the same `webhook-id` when the lease has
 * passed. One delivery for each endpoint at a time, so that a slow receiver holds up nobody else.
 */
export async function sendDelivery(runtime: Runtime, stopping?: AbortSignal): Promise<boolean> {
  const taken = await take(runtime.sql);
  if (!taken) return false;
  const startedAt = performance.now();
  const time = runtime.clock.now();
  const outcome = await call(runtime, taken, Math.floor(time.getTime() / 1000), stopping);
  // Being stopped says nothing about the receiver: the lease passes and another instance tries.
  if (stopping?.aborted && outcome.answer === null) return false;
  const attempt: Attempt = { time, durationMs: Math.round(performance.now() - startedAt), ...outcome };
  await finishAttempt(runtime, taken, attempt);
  return true;
}

function take(sql: Sql): Promise<Taken | undefined> {
  return sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${ACROSS_TENANTS.orgId}, true)`;
    const [row] = await tx<Taken[]>`
      update webhook_deliveries d
      set leased_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second', attempts = d.attempts + 1,
        round_attempts = d.round_attempts + 1
      from webhook_endpoints e
      where e.id = d.endpoint_id and d.id = (
        select due.id from webhook_deliveries due join webhook_endpoints of on of.id = due.endpoint_id
        where due.status = 'pending' and due.next_attempt_at <= clock_timestamp() and of.disabled_at is null
          and (due.leased_until is null or due.leased_until <= clock_timestamp())
          and not exists (select 1 from webhook_deliveries busy
            where busy.endpoint_id = due.endpoint_id and busy.id <> due.id and busy.leased_until > clock_timestamp())
        order by due.next_attempt_at for update of due skip locked limit 1)
      returning d.id, d.org_id, d.endpoint_id, d.payload, d.attempts, d.round_attempts, d.round_started_at, e.url,
        e.sealed_secret, case when e.previous_secret_expires_at > now() then e.sealed_previous_secret end
          as sealed_previous_secret`;
    return row;
  });
}

type Outcome = { answer: OutgoingAnswer | null; error: string | null };

async function call(runtime: Runtime, taken: Taken, timestamp: number, stopping?: AbortSignal): Promise<Outcome> {
  const { config, log } = runtime;
  try {
    const sealed = [taken.sealed_secret, taken.sealed_previous_secret].filter((text) => text !== null);
    const secrets = sealed.map((text) => unseal(config.secret, SECRET_PURPOSE, text));
    const answer = await sendRequest(new URL(taken.url), {
      guard: outgoingGuard(config.outgoingAllowedRanges),
      method: "POST",
      body: taken.payload,
      headers: {
        "content-type": "application/json",
        "user-agent": "Gatehouse-Webhooks/1",
        ...signedHeaders({ id: taken.id, timestamp, body: taken.payload }, secrets),
      },
      timeoutMs: TIMEOUT_MS,
      maxBytes: KEPT_BYTES,
      stopping,
    });
    return { answer, error: null };
  } catch (error) {
    if (!(error instanceof OutgoingRefused))
      log.debug({ err: error, delivery: taken.id }, "a webhook was not answered");
    return { answer: null, error: error instanceof Error ? error.message : String(error) };
  }
}
