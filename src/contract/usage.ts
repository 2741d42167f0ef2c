import * as z from "zod";
import { CredentialKind } from "./credential.ts";
import { csvList, listOf, PageInput, Timestamp } from "./list.ts";
import { problemCodes } from "./problem.ts";

/** A text to compare with. PostgreSQL's texts hold no NUL, so one with it is a mistake. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, "A text without NUL.");

/** What PostgreSQL and JavaScript both can write down as a date. */
const Moment = Timestamp.refine((time) => time >= "1970" && time < "9990", "A date between 1970 and 9989.");

const UsageInterval = z.enum(["minute", "hour", "day"]);
const UsageGroup = z.enum(["key", "operation", "status", "credential_kind"]);

export const UsageInput = z.strictObject({
  from: Moment.optional().describe("Default: 24 hours before to. Rounded down to a whole interval"),
  to: Moment.optional().describe("Default: now. Rounded up to a whole interval; itself not included"),
  interval: UsageInterval.optional().describe("Default: minute up to 6 hours, hour up to 7 days, else day (UTC)"),
  group_by: UsageGroup.optional().describe("The largest groups come by name, the rest as the group other"),
  credential_id: text(60).optional(),
  operation: text(100).optional(),
  compare: z.stringbool().optional().describe("Add the totals of the range before, of the same length"),
});
export type UsageInput = z.infer<typeof UsageInput>;

const Totals = {
  requests: z.int(),
  errors: z.int(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
};
const Total = z.object(Totals);

export const Usage = z.object({
  from: z.string(),
  to: z.string(),
  interval: UsageInterval,
  total_requests: z.int(),
  total_errors: z.int().describe("Answers with a status of 400 and above"),
  totals: Total.describe("Percentiles are of the answer's duration, to about 5 %"),
  previous: Total.nullable().describe(
    "The range before, when compare=true; null also if its minutes are no longer kept",
  ),
  groups: z.array(z.object({ group: z.string(), label: z.string(), ...Totals })),
  data: z.array(z.object({ start: z.string(), group: z.string().nullable(), ...Totals })),
});
export type Usage = z.infer<typeof Usage>;

export const SparklinesInput = z.strictObject({ credential_ids: csvList(text(60)).describe("Up to 200 ids") });

/** Requests of each credential in the last 24 hours, by the hour, oldest first. Unknown ids are left out. */
export const Sparklines = z.object({
  from: z.string(),
  to: z.string(),
  data: z.array(z.object({ credential_id: z.string(), requests: z.array(z.int()).length(24) })),
});
export type Sparklines = z.infer<typeof Sparklines>;

export const QuotaInput = z.strictObject({
  credential_id: text(60).optional().describe("Left out: the five that are nearest to their limit"),
});

const Left = z.object({
  limit: z.int().describe("Requests an hour"),
  used: z.int(),
  remaining: z.int(),
  reset_at: z.int().describe("Epoch seconds at which the window ends"),
  requests_per_minute: z.number().describe("Average of the last five minutes"),
  runs_out_at: z.string().nullable().describe("When nothing remains at that rate; null: not in this window"),
});
export type Left = z.infer<typeof Left>;
export const Quota = Left.extend({ credential_id: z.string(), name: z.string(), hint: z.string() });
export type Quota = z.infer<typeof Quota>;
export const SharedQuota = Left.extend({
  of: z.enum(["member", "organization"]),
  id: z.string(),
  name: z.string(),
}).describe("A limit that several credentials share");
export type SharedQuota = z.infer<typeof SharedQuota>;
export const Quotas = z.object({
  data: z.array(Quota),
  shared: z.array(SharedQuota).describe("What the credential, or the caller, counts against besides, where it is set"),
});
export type Quotas = z.infer<typeof Quotas>;

const statusFilter = z.string().regex(/^([1-5]xx|[1-5]\d\d)$/, "A status such as 403, or a class such as 4xx.");

export const ListRequestsInput = z.strictObject({
  ...PageInput,
  from: Moment.optional(),
  to: Moment.optional(),
  credential_id: text(60).optional(),
  operation: text(100).optional(),
  status: statusFilter.optional(),
  code: z.enum(problemCodes).optional(),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]).optional(),
  ip: text(60).optional(),
  q: text(200).trim().optional().describe("Part of the path, or a request id"),
  after: text(60).optional().describe("The live tail: requests that came after the one with this id, oldest first"),
});

export const RequestEntry = z.object({
  id: z.string(),
  request_id: z.string().describe("What X-Request-Id said; the caller may choose it"),
  time: z.string(),
  method: z.string(),
  path: z.string(),
  operation: z.string().nullable(),
  status: z.int(),
  code: z.enum(problemCodes).nullable(),
  duration_ms: z.number(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  livemode: z.boolean(),
  credential: z
    .object({ id: z.string(), kind: CredentialKind, name: z.string().nullable(), hint: z.string().nullable() })
    .nullable(),
});
export type RequestEntry = z.infer<typeof RequestEntry>;
export const ListedRequests = listOf(RequestEntry);

export const RequestId = z.strictObject({ request_id: text(80) });

export const DecisionStep = z.object({
  check: z.enum(["credential", "tenant", "rate_limit", "route", "scope", "object", "input", "run"]),
  result: z.enum(["passed", "failed", "skipped"]),
  reason: z.string(),
});
export type DecisionStep = z.infer<typeof DecisionStep>;

/** One request with the decision: every check in order, and the one that failed. */
export const RequestDetail = RequestEntry.extend({
  principal: z
    .object({
      user_id: z.string().nullable(),
      name: z.string().nullable(),
      role: z.string().nullable(),
      organization_id: z.string(),
    })
    .nullable(),
  decision: z.array(DecisionStep),
  fix_url: z.string().nullable(),
});
export type RequestDetail = z.infer<typeof RequestDetail>;

export const GroupErrorsInput = z.strictObject({ from: Moment.optional(), to: Moment.optional() });
export const GroupedErrors = z.object({
  data: z.array(
    z.object({
      code: z.enum(problemCodes),
      status: z.int(),
      operation: z.string().nullable(),
      requests: z.int(),
      credentials: z.int(),
      last_at: z.string(),
      last_request_id: z.string(),
    }),
  ),
});
