import type { Metadata } from "next";
import { alertKindNames, alertKinds } from "#contract/alert.ts";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { Samples } from "../parts/samples.tsx";
import { Section } from "../parts/section.tsx";
import { webhookSamples } from "../samples/webhook-samples.ts";

const { href, title, describes } = pageAt("/docs/webhooks");
export const metadata: Metadata = { title, description: describes };

const message = {
  type: "key.revoked",
  timestamp: "2026-01-01T12:00:00.000Z",
  data: {
    alert_id: "alert_01kdx3m4f7e8ha9v2c5n6p8r0t",
    organization_id: "org_01kdx3m4f7e8ha9v2c5n6p8r0t",
    summary: "“Nightly report” was revoked by Ada Lovelace.",
    subject: { type: "key", id: "key_01kdx3m4f7e8ha9v2c5n6p8r0t", name: "Nightly report" },
    audit_event_id: "evt_01kdx3m4f7e8ha9v2c5n6p8r0t",
    actor: { type: "user", id: "user_01kdx3m4f7e8ha9v2c5n6p8r0t", name: "Ada Lovelace" },
    hint: "gk_live_AbCd…wxyz",
  },
};

export default function WebhooksPage() {
  return (
    <Article
      href={href}
      title={title}
      lead="A webhook is an address of yours that is called when something happens to keys, tokens and limits of the organization. Messages follow the Standard Webhooks specification, so its libraries verify them."
      samples
    >
      <Section id="add" title="Add one">
        <p>
          Owners and admins add webhooks in the <ConsoleLink href="/webhooks">console</ConsoleLink> or by{" "}
          <Code>POST /webhooks</Code> with the scope <Code>organizations:write</Code>. The signing secret is in that
          answer and nowhere else. Then send a test event, by its button or by <Code>{"POST /webhooks/{id}/test"}</Code>
          .
        </p>
      </Section>

      <Section id="events" title="Events">
        <DocsTable
          caption="What a webhook can be called for"
          head={["Event", "Happens when"]}
          rows={alertKindNames.map((kind) => ({
            key: kind,
            cells: [<Code key="kind">{kind}</Code>, alertKinds[kind].describes],
          }))}
        />
        <p>
          These are the same events that people get as <ConsoleLink href="/alerts">alerts</ConsoleLink>. Those about a
          user’s own token go to that user alone and to no webhook. A quota is told at 75, 90 and 100 %, each once an
          hour, and only the highest of several passed at once. Errors rise when, within ten minutes, a credential made
          at least 20 requests, at least half of them failed (a status of 400 and above, except 429), and that share is
          at least three times the one of the 24 hours before; this is told at most once in six hours.
        </p>
      </Section>

      <Section id="message" title="A message">
        <Block title="POST to your address">{message}</Block>
        <DocsTable
          caption="Headers of a message"
          head={["Header", "Holds"]}
          rows={[
            {
              key: "id",
              cells: [
                <Code key="h">webhook-id</Code>,
                "The message’s id, the same in every attempt. Remember it to handle each message once.",
              ],
            },
            {
              key: "time",
              cells: [<Code key="h">webhook-timestamp</Code>, "When this attempt was made, epoch seconds."],
            },
            {
              key: "signature",
              cells: [<Code key="h">webhook-signature</Code>, "One or more signatures, with a space between them."],
            },
          ]}
        />
        <p>There is never a secret in a message. New fields may be added, so leave alone what you do not know.</p>
      </Section>

      <Section id="verify" title="Check the signature">
        <p>
          Anybody can send a request to your address. Check the signature over the body as it came, before you parse it,
          and refuse timestamps that are more than five minutes off.
        </p>
        <Samples of={webhookSamples} />
      </Section>

      <Section id="retries" title="Answer, retries and order">
        <p>
          Answer with any <Code>2xx</Code> within ten seconds, and do the work afterwards. Everything else, redirects
          included, counts as failed and is tried again after 5 seconds, 20 seconds, 80 seconds and so on, up to every
          12 hours, for three days. A message may come twice, and two messages may change places: use{" "}
          <Code>webhook-id</Code> and <Code>timestamp</Code>.
        </p>
        <p>
          Each attempt is in the log with its answer, for 30 days, and can be sent again by hand. A webhook that has
          failed for three days, or that answers <Code>410</Code>, is switched off, and owners and admins are told.
        </p>
      </Section>

      <Section id="rotate" title="Rotate the secret">
        <p>
          A rotation makes a new secret. For the overlap, 24 hours unless told, every message is signed with both, so a
          receiver with either secret accepts it.
        </p>
      </Section>

      <Section id="network" title="What can be called">
        <p>
          Public <Code>https</Code> addresses with a valid certificate. Private, loopback and link-local addresses are
          refused at the moment of connecting, whatever a name says, unless the operator of this installation allows the
          range.
        </p>
      </Section>
    </Article>
  );
}
