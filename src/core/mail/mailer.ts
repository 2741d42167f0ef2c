import nodemailer from "nodemailer";
import type { Config } from "../config.ts";
import type { Logger } from "../logger.ts";

/** A mail in plain text. `id` makes its Message-ID, so that one that is sent again shows as the same. */
export type Mail = { to: string; subject: string; text: string; id?: string };

export type Mailer = {
  /** Whether mail leaves the house. Without SMTP it is written to the log instead. */
  isSetUp: boolean;
  /**
   * Sends now; rejects if the mail server does not take it. What belongs to a change goes through `enqueueMail` instead,
   * so that it is sent if and only if the change is committed.
   */
  send(mail: Mail): Promise<void>;
  close(): void;
};

/** Longer than this, no mail server is waited for. Well below `LEASE_MS` of the outbox. */
const TIMEOUT_MS = 15_000;

export function makeMailer({ smtpUrl, mailFrom, publicUrl }: Config, log: Logger): Mailer {
  if (smtpUrl === null)
    return {
      isSetUp: false,
      send: async ({ to, subject, text }) =>
        log.info({ to, subject, text }, "a mail was not sent: SMTP_URL is not set"),
      close() {},
    };
  const host = new URL(publicUrl).hostname;
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // A mail is text that we wrote: nothing in it may make the library read a file or a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    isSetUp: true,
    async send({ to, subject, text, id }) {
      const messageId = id === undefined ? undefined : `<${id}@${host}>`;
      // An object instead of a list, since a comma in an address would make two of it.
      await transport.sendMail({ from: mailFrom, to: { name: "", address: to }, subject, text, messageId });
    },
    close: () => transport.close(),
  };
}
