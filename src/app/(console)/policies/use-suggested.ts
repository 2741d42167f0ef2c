"use client";

import { useQuery } from "@tanstack/react-query";
import type { NamedSubject } from "#contract/policy.ts";
import { useTRPC } from "#trpc/client.tsx";
import type { Somebody } from "./person-select.tsx";

/** Through whose eyes a policy is best looked at: somebody whom it names, or one of those whose role it names. */
export function useSuggested(subjects: readonly NamedSubject[]): Somebody | null {
  const trpc = useTRPC();
  const named = subjects.find((subject) => "id" in subject);
  const role = subjects.find((subject) => "role" in subject)?.role;
  const { data } = useQuery(
    trpc.members.list.queryOptions({ limit: 1, ...(role && { role }) }, { enabled: role !== undefined && !named }),
  );
  if (named && "id" in named) return { type: named.type, id: named.id, name: named.name ?? named.id };
  const one = role && data?.data[0];
  return one ? { type: "member", id: one.id, name: one.name } : null;
}
