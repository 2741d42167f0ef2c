import { headers } from "next/headers";
import type { ReactNode } from "react";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { returnPath } from "#app/session/return-path.ts";
import { TrpcProvider } from "#trpc/client.tsx";
import { Callout } from "#ui/callout.tsx";
import { Console } from "./console.tsx";

/** Every page of the console needs somebody signed in; what they see depends on organization and mode. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { principal } = await requirePortalSession(
    returnPath((await headers()).get("x-gatehouse-path") ?? undefined, "/keys"),
  );
  const { data: organizations } = await (await caller()).organizations.list({});
  const { orgId, orgName, role, user, livemode, withheld } = principal;
  return (
    // Another organization or mode is another set of things: nothing that was read before may stand on.
    <TrpcProvider key={`${orgId} ${livemode}`}>
      <Console
        data={{
          user: { name: user.name, email: user.email },
          organization: {
            id: orgId,
            name: orgName,
            role,
            default: organizations.some((each) => each.current && each.default),
          },
          organizations: organizations.map(({ id, name, role, default: begins }) => ({
            id,
            name,
            role,
            default: begins,
          })),
          mode: livemode ? "live" : "test",
        }}
      >
        {withheld && (
          <Callout tone="warning" title={`${orgName} keeps you out for now`} className="mx-4 mt-6 md:mx-8">
            {withheld} Set up an authenticator app below, or switch to another organization.
          </Callout>
        )}
        {children}
      </Console>
    </TrpcProvider>
  );
}
