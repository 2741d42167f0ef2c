import type { CredentialKind } from "#contract/credential.ts";
import type { ProblemCode } from "#contract/problem.ts";
import type { Principal } from "#core/principal.ts";
import type { Runtime } from "#core/runtime.ts";
import { idAt } from "#lib/id.ts";

/** A credential of the demo and how it is used: by which program, how often an hour at its busiest, and for what. */
export type Caller = {
  credential: { id: string; kind: CredentialKind };
  livemode: boolean;
  userAgent: string;
  ips: readonly string[];
  /** Requests an hour at the busiest time of day. */
  busiest: number;
  /** Works at night and on weekends as well. */
  roundTheClock: boolean;
  calls: readonly (readonly [weight: number, operation: string, method: string, path: string, medianMs: number])[];
};

const DAYS = 30;
const HOUR_MS = 3_600_000;

/** A small generator with a fixed start (mulberry32), so that every installation's demo tells the same story. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Failure = { share: number; status: number; code: ProblemCode; reason: string };
const failures: readonly Failure[] = [
  { share: 0.008, status: 404, code: "not_found", reason: "There is no such source." },
  { share: 0.007, status: 422, code: "invalid_input", reason: "filter.0: There is no such column." },
  { share: 0.005, status: 403, code: "insufficient_scope", reason: "This key lacks keys:read." },
  {
    share: 0.0015,
    status: 429,
    code: "rate_limit_exceeded",
    reason: "The credential used up its requests for this window.",
  },
  {
    share: 0.0008,
    status: 503,
    code: "unavailable",
    reason: "The service cannot reach its database or its disk right now.",
  },
];

/** Records a month of requests, through the meter like real ones. Gives how many. */
export async function recordTraffic(
  runtime: Runtime,
  principal: Principal,
  callers: readonly Caller[],
): Promise<number> {
  const random = generator(20_261);
  const now = runtime.clock.nowMs();
  const begin = Math.floor(now / HOUR_MS) * HOUR_MS - DAYS * 24 * HOUR_MS;
  let recorded = 0;
  for (let hour = begin; hour < now; hour += HOUR_MS) {
    const until = Math.min(hour + HOUR_MS, now);
    const part = (until - hour) / HOUR_MS;
    for (const caller of callers) {
      const requests = Math.round(caller.busiest * bustle(hour, caller.roundTheClock) * (0.6 + 0.8 * random()) * part);
      for (let i = 0; i < requests; i++) {
        record(runtime, principal, caller, Math.floor(hour + random() * (until - hour)), random);
        recorded += 1;
      }
    }
  }
  await runtime.meter.flush();
  return recorded;
}

/** How busy an hour is, 0 to 1: office hours of working days for people, level for machines. Grows over the month. */
function bustle(hourMs: number, roundTheClock: boolean): number {
  const at = new Date(hourMs);
  const growth = 0.75 + 0.25 * (1 - (Date.now() - hourMs) / (DAYS * 24 * HOUR_MS));
  if (roundTheClock) return growth * (at.getUTCHours() === 2 ? 1 : 0.35);
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
  const day = Math.max(0, Math.sin(((at.getUTCHours() - 5) / 15) * Math.PI));
  return growth * (weekend ? 0.15 : 1) * (0.04 + 0.96 * day);
}

/** The item at `at` when the items lie side by side, each as wide as its weight. */
function drawn<T>(items: readonly T[], weightOf: (item: T) => number, at: number): T | undefined {
  let end = 0;
  return items.find((item) => {
    end += weightOf(item);
    return at < end;
  });
}

function record(runtime: Runtime, principal: Principal, caller: Caller, timeMs: number, random: () => number): void {
  const total = caller.calls.reduce((sum, [weight]) => sum + weight, 0);
  const call = drawn(caller.calls, ([weight]) => weight, random() * total);
  if (!call) return;
  const [, operation, method, path, medianMs] = call;
  const failure = drawn(failures, ({ share }) => share, random());
  // Log-normal, as latencies are: the median, and a tail.
  const spread = Math.exp(0.45 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
  const id = idAt("req", timeMs);
  runtime.meter.record(
    {
      id,
      requestId: id,
      timeMs,
      orgId: principal.orgId,
      credentialId: caller.credential.id,
      credentialKind: caller.credential.kind,
      userId: principal.user.id,
      role: principal.role,
      livemode: caller.livemode,
      method,
      path,
      operation,
      status: failure?.status ?? (method === "POST" ? 201 : 200),
      code: failure?.code ?? "",
      reason: failure?.reason ?? "",
      durationUs: Math.round((failure ? 1.2 : medianMs) * spread * 1000),
      ip: caller.ips[Math.floor(random() * caller.ips.length)] ?? "",
      userAgent: caller.userAgent,
      formerSecret: false,
    },
    (error) => {
      if (error) throw error;
    },
  );
}
