import { JWKS_MAX_AGE } from "#core/tokens/signing-key-times.ts";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { Samples } from "../parts/samples.tsx";
import { callSamples } from "../samples/call-samples.ts";

/** For backends that get a credential and want to know whose it is. */
export function Verification({ publicUrl }: { publicUrl: string }) {
  return (
    <>
      <p>
        If your own service is called with these credentials, ask what each is worth. Your service needs a key with the
        scope <Code>keys:verify</Code>:
      </p>
      <Samples
        of={callSamples(publicUrl, {
          method: "POST",
          path: "/keys/verify",
          body: { key: "YOUR_CALLERS_KEY", scopes: ["data:read"], cost: 1 },
        })}
      />
      <ul>
        <li>
          The answer is always 200. <Code>valid</Code> says whether to go on, <Code>code</Code> why not: the code that
          the caller would meet here. A credential of another organization is <Code>invalid_token</Code>, as one that
          nobody was given.
        </li>
        <li>
          <Code>cost</Code> is counted against the caller’s own limits; 0 looks without counting. <Code>resource</Code>{" "}
          names a project or source that it has to see. <Code>ip</Code> is where the caller is; without it a credential
          that is bound to addresses is refused.
        </li>
      </ul>
      <h3>Introspection</h3>
      <p>OAuth resource servers ask in their own way (RFC 7662):</p>
      <Block title="Introspection" language="bash">
        {`curl "${publicUrl}/oauth/introspect" \\\n  -H "Authorization: Bearer YOUR_API_KEY" \\\n  -d "token=YOUR_CALLERS_KEY"`}
      </Block>
      <h3>Signatures</h3>
      <p>
        Access tokens and private tokens are signed with RS256. Verify them with the keys at{" "}
        <Code>{`${publicUrl}/.well-known/jwks.json`}</Code>; keep that list for {JWKS_MAX_AGE / 60} minutes at most.
        Check <Code>iss</Code> (<Code>{publicUrl}</Code>), <Code>aud</Code> (<Code>{`${publicUrl}/api/v1`}</Code>),{" "}
        <Code>exp</Code> and <Code>typ</Code> (<Code>at+jwt</Code>), and take no other algorithm. A signature does not
        tell that a token was revoked: ask, where that matters.
      </p>
    </>
  );
}
