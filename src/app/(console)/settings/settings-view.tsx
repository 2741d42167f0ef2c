"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Role } from "#contract/role.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Callout } from "#ui/callout.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { DangerZone } from "../organization/danger-zone.tsx";
import { BrowserRules } from "./browser-rules.tsx";
import { CredentialRules } from "./credential-rules.tsx";
import { GeneralCard } from "./general-card.tsx";
import { LimitRules } from "./limit-rules.tsx";
import { SettingsHeader } from "./settings-header.tsx";
import { SignInRules } from "./sign-in-rules.tsx";

/** Everything that admins decide for the organization; the others see what was decided. */
export function SettingsView({
  organization,
  me,
  role,
  mayWrite,
}: {
  organization: { id: string; name: string };
  me: { id: string; name: string };
  role: Role;
  mayWrite: boolean;
}) {
  const trpc = useTRPC();
  const settings = useQuery(trpc.settings.get.queryOptions({ id: organization.id }));
  const rules = settings.data && { settings: settings.data, mayWrite };
  return (
    <>
      <SettingsHeader />
      <div className="flex flex-col gap-6">
        {!mayWrite && (
          <Callout title="You can look, and not change">
            Your role, {role}, does not include changing settings. An owner or admin can.
          </Callout>
        )}
        <GeneralCard organization={organization} mayWrite={mayWrite} />
        {settings.isError ? (
          <QueryProblem query={settings} />
        ) : rules ? (
          <>
            <CredentialRules {...rules} />
            <LimitRules {...rules} />
            <BrowserRules {...rules} />
            <SignInRules {...rules} />
          </>
        ) : (
          <Skeleton className="h-160 rounded-lg" />
        )}
        <DangerZone organization={organization} me={me} role={role} />
      </div>
    </>
  );
}
