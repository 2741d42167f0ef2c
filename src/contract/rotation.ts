import * as z from "zod";

/** Whether somebody who called with the former secret has changed to the new one. */
export const CallerState = z.enum(["calling", "expected", "quiet", "moved"]);
export type CallerState = z.infer<typeof CallerState>;

export const RotationCaller = z.object({
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  operation: z.string().nullable().describe("Of the last call with the former secret"),
  state: CallerState.describe(
    "calling: with the former secret, within the last hour; expected: called before the rotation and not since; quiet: not with the former secret for an hour, and not seen with the new one; moved: calls with the new one",
  ),
  requests: z.int().describe("Calls with the former secret since the rotation"),
  last_former_at: z.string().nullable().describe("Last call with the former secret"),
  last_current_at: z.string().nullable().describe("Last call with the new secret, of the last 24 hours"),
});
export type RotationCaller = z.infer<typeof RotationCaller>;

/** Who still has to change after a rotation, and whether the former secret can be ended without anybody noticing. */
export const Rotation = z.object({
  status: z.enum(["none", "overlap", "finished"]).describe("none: never rotated; overlap: both secrets work"),
  rotated_at: z.string().nullable(),
  previous_secret_expires_at: z.string().nullable(),
  previous_hint: z.string().nullable().describe("gk_live_AbCd...wxyz of the former secret"),
  callers: z.array(RotationCaller).describe("Those who still have to change first, then by last call; at most 100"),
  last_former_at: z.string().nullable().describe("Last call of anybody with the former secret"),
  safe_to_finish: z.boolean(),
  reason: z.enum(["not_rotated", "finished", "still_calling", "not_seen_yet", "everybody_moved", "quiet_for_a_day"]),
});
export type Rotation = z.infer<typeof Rotation>;
