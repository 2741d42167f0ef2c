import { Code } from "../parts/code.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { Samples } from "../parts/samples.tsx";
import { callSamples } from "../samples/call-samples.ts";

/** Logging in over the API, renewing, logging out. */
export function Sessions({ publicUrl }: { publicUrl: string }) {
  return (
    <>
      <p>A program that people sign in to exchanges their e-mail address and password for tokens:</p>
      <Samples
        of={callSamples(publicUrl, {
          method: "POST",
          path: "/auth/login",
          credential: null,
          body: { email: "YOUR_EMAIL", password: "YOUR_PASSWORD" },
        })}
      />
      <p>
        The answer holds an <Code>access_token</Code>, good for <Code>expires_in</Code> seconds, and a{" "}
        <Code>refresh_token</Code>. Accounts with a second factor are answered{" "}
        <ErrorLink code="second_factor_required" />: send the same again with a <Code>code</Code>. Add an{" "}
        <Code>organization_id</Code> to act in another organization than the default one.
      </p>
      <Samples
        of={callSamples(publicUrl, {
          method: "POST",
          path: "/auth/refresh",
          credential: null,
          body: { refresh_token: "YOUR_REFRESH_TOKEN" },
        })}
      />
      <ul>
        <li>
          A refresh token is good once; each answer holds the next one. If one is sent a second time, somebody may have
          copied it, and the whole session ends.
        </li>
        <li>
          The access token is a JWT (RFC 9068). Its <Code>scope</Code> is what the role allowed when it was issued; a
          role that was lowered since counts at once, one that was raised counts after the next refresh.
        </li>
        <li>
          The session is listed under Account as an API login. Ending it there, a new password, or{" "}
          <Code>POST /auth/logout</Code> end every token of it with the next request.
        </li>
      </ul>
      <Samples of={callSamples(publicUrl, { method: "POST", path: "/auth/logout", credential: "YOUR_ACCESS_TOKEN" })} />
    </>
  );
}
