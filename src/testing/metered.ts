import type { Meter, MeteredRequest } from "#core/metering/metered-request.ts";
import { newId } from "#lib/id.ts";

/** A metered request with everything ordinary but what is told. */
export function metered(fields: Partial<MeteredRequest> = {}): MeteredRequest {
  const timeMs = fields.timeMs ?? Date.now();
  const id = newId("req", timeMs);
  return {
    id,
    requestId: id,
    timeMs,
    orgId: "org_test",
    credentialId: "key_test",
    credentialKind: "api_key",
    userId: "user_test",
    role: "owner",
    livemode: true,
    method: "GET",
    path: "/api/v1/user",
    operation: "getUser",
    status: 200,
    code: "",
    reason: "",
    durationUs: 1500,
    ip: "192.0.2.7",
    userAgent: "curl/8.14.1",
    formerSecret: false,
    ...fields,
  };
}

/** Records events and waits until all are in the spool. */
export async function recordAll(meter: Meter, events: readonly MeteredRequest[]): Promise<void> {
  await Promise.all(
    events.map(
      (event) =>
        new Promise<void>((resolve, reject) => meter.record(event, (error) => (error ? reject(error) : resolve()))),
    ),
  );
}
