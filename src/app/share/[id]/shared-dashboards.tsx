"use client";

import { useQuery } from "@tanstack/react-query";
import { LayoutDashboard } from "lucide-react";
import { counted } from "#app/(console)/parts/numbers.ts";
import { useTRPC } from "#trpc/client.tsx";

/** The dashboards of a shared project, above its sources; nothing where there are none. */
export function SharedDashboards({ onOpen }: { onOpen: (dashboard: string) => void }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.dashboards.list.queryOptions({ limit: 100, sort: "name" }));
  const dashboards = list.data?.data ?? [];
  if (dashboards.length === 0) return null;
  return (
    <ul aria-label="Dashboards" className="mb-6 grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {dashboards.map(({ id, name, charts }) => (
        <li key={id}>
          <button
            type="button"
            onClick={() => onOpen(id)}
            className="flex w-full items-center gap-3 rounded-lg border p-3 text-left hover:bg-surface dark:hover:bg-sunken"
          >
            <LayoutDashboard aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="min-w-0">
              <span className="break-id block font-medium">{name}</span>
              <span className="block text-sm text-muted">{counted(charts.length, "chart")}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
