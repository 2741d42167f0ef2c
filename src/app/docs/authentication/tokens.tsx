import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { Samples } from "../parts/samples.tsx";
import { callSamples } from "../samples/call-samples.ts";

/** Personal access tokens and private tokens. */
export function Tokens({ publicUrl }: { publicUrl: string }) {
  return (
    <>
      <p>
        Make them in the console: <ConsoleLink href="/tokens/new">Create token</ConsoleLink>. By the API, with the
        access token of a session. Nothing else makes one: a credential that was made to be kept never makes another.
      </p>
      <h3>Personal access tokens</h3>
      <Samples
        of={callSamples(publicUrl, {
          method: "POST",
          path: "/tokens",
          credential: "YOUR_ACCESS_TOKEN",
          body: { name: "Notebook", preset: "data_access" },
        })}
      />
      <p>
        A personal access token acts in your default organization. Name another one in <Code>X-Tenant-ID</Code>; there
        it has your role of that organization and obeys its rules. If you are not a member, the request is refused with{" "}
        <ErrorLink code="tenant_mismatch" />.
      </p>
      <h3>Private tokens</h3>
      <Samples
        of={callSamples(publicUrl, {
          method: "POST",
          path: "/auth/private-tokens",
          credential: "YOUR_ACCESS_TOKEN",
          body: { name: "Reporting", scopes: ["data:read"], expires_at: "YOUR_EXPIRY" },
        })}
      />
      <p>
        A private token is a signed JWT of one organization. Its expiry, a day to a year away, stands in it and cannot
        be changed. <Code>DELETE /auth/private-tokens/YOUR_TOKEN_ID</Code> revokes it before.
      </p>
    </>
  );
}
