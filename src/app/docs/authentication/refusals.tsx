import { Code } from "../parts/code.tsx";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";

const refusals = [
  { code: "unauthorized", when: "None was sent." },
  { code: "invalid_token", when: "It is malformed or unknown." },
  { code: "expired_token", when: "Its expiry date has passed." },
  { code: "revoked_token", when: "Somebody revoked it." },
  { code: "disabled_key", when: "It is switched off for the moment." },
  { code: "rotated_key", when: "It was rotated, and the overlap is over." },
  { code: "inactive_user", when: "The member behind it is no longer active in the organization." },
  { code: "policy_violation", when: "A rule of the organization does not allow it." },
  { code: "ip_not_allowed", when: "The call came from an address that the key or the organization does not allow." },
] as const;

/** The ways in which a credential can be refused. */
export function Refusals() {
  return (
    <>
      <p>These are the ways in which a credential can be refused:</p>
      <DocsTable
        caption="Refused credentials"
        head={["Code", "When"]}
        rows={refusals.map(({ code, when }) => ({ key: code, cells: [<ErrorLink key="code" code={code} />, when] }))}
      />
      <p>
        The reason is told only to a caller who presents the whole secret. Anybody else reads <Code>invalid_token</Code>
        , whatever they try.
      </p>
    </>
  );
}
