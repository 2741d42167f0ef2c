import type { Db } from "#db/client.ts";
import { outboxMails } from "#db/schema/alerts.ts";
import { newId } from "#lib/id.ts";
import type { Runtime } from "../runtime.ts";
import { seal } from "../sealing.ts";
import type { Mail } from "./mailer.ts";

export const MAIL_PURPOSE = "outbox mail";

/**
 * Writes a mail to the outbox, in the caller's transaction: it is sent within a second or so of the commit, and never
 * if the transaction is rolled back. It waits sealed, since it may hold a link that lets its reader in.
 */
export async function enqueueMail(
  { db, runtime }: { db: Db; runtime: Pick<Runtime, "config"> },
  mail: Omit<Mail, "id">,
): Promise<void> {
  const sealed = seal(runtime.config.secret, MAIL_PURPOSE, JSON.stringify(mail));
  await db.insert(outboxMails).values({ id: newId("mail"), sealed });
}
