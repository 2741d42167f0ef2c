import { sql } from "drizzle-orm";
import { type AlertKind, alertKinds } from "#contract/alert.ts";
import { enqueueMail } from "../mail/enqueue-mail.ts";
import type { Runtime } from "../runtime.ts";
import { ACROSS_TENANTS, inTenant } from "../tenant.ts";
import { alertSummary } from "./alert-summary.ts";

const AT_ONCE = 200;

type Row = {
  user_id: string;
  org_id: string;
  email: string | null;
  org_name: string;
  kind: AlertKind;
  subject_name: string | null;
  data: Record<string, unknown>;
  created_at: string;
};

/**
 * Puts alerts into the outbox, by the same transaction that takes their mark away: each once. What has gathered for
 * somebody in an organization goes in one mail. Without SMTP the marks are only taken away, since the log is no place
 * to tell people things. Gives whether there may be more.
 */
export async function mailAlerts(runtime: Runtime): Promise<boolean> {
  return inTenant(runtime.db, ACROSS_TENANTS, async (db) => {
    const rows = await db.execute<Row>(sql`
      with taken as (
        update alert_recipients r set mail_due = false
        where (r.user_id, r.org_id, r.alert_id) in (
          select user_id, org_id, alert_id from alert_recipients where mail_due
          order by alert_id for update skip locked limit ${AT_ONCE})
        returning r.*)
      select taken.user_id, taken.org_id, u.email, o.name as org_name, a.kind, a.subject_name, a.data, a.created_at
      from taken join alerts a on a.id = taken.alert_id join organizations o on o.id = taken.org_id
      join users u on u.id = taken.user_id and u.disabled_at is null
      join memberships m on m.org_id = taken.org_id and m.user_id = taken.user_id
      order by a.created_at, a.id`);
    if (runtime.mailer.isSetUp)
      for (const of of Map.groupBy(rows, (row) => `${row.user_id} ${row.org_id}`).values())
        await mailOne({ db, runtime }, of);
    return rows.length === AT_ONCE;
  });
}

async function mailOne(ctx: Parameters<typeof enqueueMail>[0], rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first?.email) return;
  const { publicUrl } = ctx.runtime.config;
  const organization = first.org_name.replaceAll(/\s+/g, " ");
  const what = rows.length === 1 ? alertKinds[first.kind].label : `${rows.length} alerts`;
  const lines = rows.map(
    ({ kind, subject_name, data, created_at }) =>
      `${alertSummary(kind, subject_name, data)}\n${new Date(created_at).toISOString().slice(0, 16).replace("T", " ")} UTC`,
  );
  const text = [
    `In ${organization}:`,
    ...lines,
    `See them at ${publicUrl}/alerts`,
    `Choose what you get by mail at ${publicUrl}/alerts?tab=preferences`,
  ].join("\n\n");
  await enqueueMail(ctx, { to: first.email, subject: `${organization}: ${what}`, text: `${text}\n` });
}
