"use client";

import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { useTRPC } from "#trpc/client.tsx";
import { cn } from "#ui/cn.ts";
import { LinkButton } from "#ui/link-button.tsx";

const EVERY_MS = 10_000;
const MOST = 99;

/** The way to the alerts, with how many are unread. It looks again by itself, and wherever one goes. */
export function AlertBell({ className, onNavigate }: { className?: string; onNavigate?: (() => void) | undefined }) {
  const trpc = useTRPC();
  const path = usePathname();
  const { data, refetch } = useQuery(trpc.alerts.unread.queryOptions({}, { refetchInterval: EVERY_MS }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is the reason to look again
  useEffect(() => void refetch(), [path, refetch]);
  const unread = data?.unread ?? 0;
  return (
    <LinkButton
      href="/alerts"
      variant="ghost"
      size="icon"
      aria-label={unread === 0 ? "Alerts" : `Alerts, ${unread} unread`}
      className={cn("relative", className)}
      {...(onNavigate ? { onClick: onNavigate } : {})}
    >
      <Bell aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="tabular absolute -top-1 -right-1 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[0.625rem] font-medium text-on-accent"
        >
          {unread > MOST ? `${MOST}+` : unread}
        </span>
      )}
    </LinkButton>
  );
}
