import * as z from "zod";
import { listOf, PageInput, Timestamp } from "./list.ts";

export const AuditEvent = z.object({
  id: z.string(),
  seq: z.int().describe("Position in the organization's chain, counted from 1"),
  time: z.string(),
  action: z.string().describe("noun.past_tense"),
  actor: z.object({ type: z.enum(["user", "api_key", "system", "anonymous"]), id: z.string(), name: z.string() }),
  credential_id: z.string().nullable(),
  target: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }),
  before: z.json().nullable(),
  after: z.json().nullable(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  request_id: z.string().nullable(),
  prev_hash: z.string(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

export const ListAuditEventsInput = z.strictObject({
  ...PageInput,
  action: z.string().max(60).optional().describe("An action, or a noun such as key"),
  actor_id: z.string().max(60).optional(),
  target_id: z.string().max(60).optional(),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
});
export const ListedAuditEvents = listOf(AuditEvent);

/** What a check of the chain found. */
export const ChainReport = z.object({
  valid: z.boolean(),
  events: z.int(),
  head_hash: z.string(),
  signed: z.boolean().describe("Whether the head's signature is good"),
  broken_at: z.int().nullable().describe("seq of the first altered, missing or cut event"),
  reason: z.string().nullable(),
});
export type ChainReport = z.infer<typeof ChainReport>;
