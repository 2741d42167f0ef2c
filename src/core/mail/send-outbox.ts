import type { Runtime } from "../runtime.ts";
import { unseal } from "../sealing.ts";
import { MAIL_PURPOSE } from "./enqueue-mail.ts";
import type { Mail } from "./mailer.ts";

/** Whoever took a mail has this long to send it; then another may try, as after a crash. */
const LEASE = "2 minutes";
const AT_ONCE = 5;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

type Row = { id: string; sealed: string; attempts: number; created_at: string | Date };

/**
 * Sends what is due in the outbox, a few at once; gives whether there may be more. A mail is taken by pushing its next
 * attempt away, so two instances never send one at the same time, and one that was killed leaves it to the other. Then
 * it may arrive twice, with the same Message-ID. What fails is tried again after 30 s, 1 min, 2 min … for a day.
 */
export async function sendOutbox({ sql, mailer, config, log, clock }: Runtime): Promise<boolean> {
  const taken = await sql<Row[]>`
    update outbox_mails set attempts = attempts + 1, next_attempt_at = now() + ${LEASE}::interval
    where id in (select id from outbox_mails where next_attempt_at <= now()
      order by next_attempt_at for update skip locked limit ${AT_ONCE})
    returning id, sealed, attempts, created_at`;

  const sendOne = async (row: Row) => {
    try {
      const mail = JSON.parse(unseal(config.secret, MAIL_PURPOSE, row.sealed)) as Mail;
      await mailer.send({ ...mail, id: row.id });
    } catch (error) {
      return putOff(row, error);
    }
    await sql`delete from outbox_mails where id = ${row.id}`;
  };
  const putOff = async ({ id, attempts, created_at }: Row, error: unknown) => {
    if (clock.nowMs() - new Date(created_at).getTime() > GIVE_UP_AFTER_MS) {
      log.error({ err: error, mail: id }, "a mail could not be sent for a day and was given up");
      await sql`delete from outbox_mails where id = ${id}`;
      return;
    }
    log.warn({ err: error, mail: id, attempts }, "a mail could not be sent; it is tried again");
    const seconds = Math.min(3600, 30 * 2 ** (attempts - 1));
    await sql`update outbox_mails set next_attempt_at = now() + ${seconds} * interval '1 second' where id = ${id}`;
  };
  await Promise.all(taken.map(sendOne));
  return taken.length === AT_ONCE;
}
