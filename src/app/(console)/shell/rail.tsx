"use client";

import { BookOpen, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "#ui/cn.ts";
import { Kbd } from "#ui/kbd.tsx";
import { AlertBell } from "./alert-bell.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { navigation } from "./navigation.ts";
import { OrgSwitch } from "./org-switch.tsx";
import type { ShellActions, ShellData } from "./shell-types.ts";
import { UserMenu } from "./user-menu.tsx";

/** The column of navigation: on the left of a desk's screen, in a sheet on a phone. */
export function Rail({
  data,
  actions,
  onOpenPalette,
  onShowShortcuts,
  onNavigate,
}: {
  data: ShellData;
  actions: ShellActions;
  onOpenPalette: () => void;
  onShowShortcuts: () => void;
  onNavigate?: () => void;
}) {
  return (
    <div className="flex h-full flex-col gap-4 p-3">
      <div className="flex flex-col gap-2">
        <OrgSwitch
          organization={data.organization}
          organizations={data.organizations}
          onSwitchOrganization={actions.onSwitchOrganization}
          onMakeDefault={actions.onMakeDefault}
          onCreateOrganization={actions.onCreateOrganization}
        />
        <ModeSwitch mode={data.mode} onSwitchMode={actions.onSwitchMode} />
        <div className="flex items-center gap-1">
          <button
            type="button"
            onClick={onOpenPalette}
            className="flex h-control min-w-0 flex-1 items-center gap-2 rounded-md border border-line-strong bg-ground px-2 text-sm text-subtle transition-colors hover:border-line-control hover:text-muted"
          >
            <Search aria-hidden className="size-4" />
            <span className="flex-1 text-left">Search</span>
            <span className="flex gap-0.5 touch:hidden">
              <Kbd>Ctrl</Kbd>
              <Kbd>K</Kbd>
            </span>
          </button>
          <AlertBell onNavigate={onNavigate} />
        </div>
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links inside do the work; this only hears that one was followed */}
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4 overflow-y-auto" onClick={onNavigate}>
        {navigation.map((group) => (
          <div key={group.title}>
            <h2 className="px-2 pb-1 text-xs text-subtle">{group.title}</h2>
            <ul className="flex flex-col gap-px">
              {group.items.map((item) => (
                <li key={item.href}>
                  <RailLink href={item.href} icon={<item.icon aria-hidden />}>
                    {item.label}
                  </RailLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <div className="mt-auto">
          <RailLink href="/docs" icon={<BookOpen aria-hidden />}>
            Docs
          </RailLink>
        </div>
      </nav>
      <div className="-mx-3 border-t px-3 pt-3">
        <UserMenu user={data.user} onShowShortcuts={onShowShortcuts} onSignOut={actions.onSignOut} />
      </div>
    </div>
  );
}

function RailLink({ href, icon, children }: { href: string; icon: ReactNode; children: ReactNode }) {
  const path = usePathname();
  const current = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium text-muted transition-colors hover:bg-line/60 hover:text-text focus-visible:-outline-offset-2 touch:h-10 [&_svg]:size-4 [&_svg]:shrink-0",
        current && "bg-line/70 text-text dark:bg-line [&_svg]:text-accent",
      )}
    >
      {icon}
      {children}
    </Link>
  );
}
