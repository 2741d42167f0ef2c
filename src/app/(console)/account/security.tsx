"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { AccountSecurity } from "#contract/account.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Passkeys } from "./passkeys.tsx";
import { SecondFactor } from "./second-factor.tsx";

/** What there is besides the password. */
export function Security({ first }: { first: AccountSecurity }) {
  const trpc = useTRPC();
  const security = useQuery(trpc.account.security.queryOptions({}, { initialData: first }));
  if (security.isError) return <QueryProblem query={security} />;
  return (
    <>
      <SecondFactor factor={security.data.second_factor} />
      <Passkeys passkeys={security.data.passkeys} />
    </>
  );
}
