import type { RequestDetail } from "#contract/usage.ts";
import { Badge } from "#ui/badge.tsx";
import { Card } from "#ui/card.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { ExactTime } from "#ui/exact-time.tsx";
import { type KeyValue, KeyValueList } from "#ui/key-value-list.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { duration } from "../../parts/numbers.ts";
import { credentialKinds, credentialName } from "../credential-name.ts";

/** Who asked, from where, when and how long it took. */
export function RequestFacts({ request }: { request: RequestDetail }) {
  const { credential, principal } = request;
  const isKey = credential?.kind === "api_key";
  const facts: KeyValue[] = [
    { term: "Request id", value: <Copyable value={request.request_id} label="Copy request id" /> },
    {
      term: "Time",
      value: <ExactTime time={request.time} precise className="text-xs" />,
      hint: <TimeAgo time={request.time} />,
    },
    { term: "Duration", value: duration(request.duration_ms) },
    {
      term: "Operation",
      value: request.operation ? (
        <TextLink href={`/requests?operation=${request.operation}`} className="font-mono text-xs">
          {request.operation}
        </TextLink>
      ) : (
        "None has this path"
      ),
    },
    {
      term: "Mode",
      value: <Badge tone={request.livemode ? "neutral" : "warning"}>{request.livemode ? "Live" : "Test"}</Badge>,
    },
    {
      term: "Credential",
      value: isKey ? (
        <TextLink href={`/keys/${credential.id}`}>{credentialName(credential)}</TextLink>
      ) : (
        credentialName(credential)
      ),
      hint: credential && (
        <>
          {credential.name && <span className="block">{credentialKinds[credential.kind]}</span>}
          {credential.hint && <code className="break-id font-mono text-xs">{credential.hint}</code>}
        </>
      ),
    },
    {
      term: "Acted as",
      value: principal ? (principal.name ?? principal.user_id ?? "Nobody") : "Nobody",
      hint: principal?.role && `Role then: ${principal.role}`,
    },
    {
      term: "IP",
      value: request.ip ? (
        <TextLink href={`/requests?ip=${encodeURIComponent(request.ip)}`} className="font-mono text-xs">
          {request.ip}
        </TextLink>
      ) : (
        "–"
      ),
    },
    { term: "User agent", value: <span className="font-mono text-xs">{request.user_agent ?? "–"}</span> },
  ];
  return (
    <Card title="Facts">
      <KeyValueList items={facts} className="[&>div]:sm:grid-cols-[6.5rem_1fr]" />
    </Card>
  );
}
