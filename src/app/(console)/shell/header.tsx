"use client";

import { Menu, Search } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { LogoMark } from "#ui/logo.tsx";
import { Sheet } from "#ui/sheet.tsx";
import { AlertBell } from "./alert-bell.tsx";
import type { Mode } from "./shell-types.ts";

/** The bar on top of a phone's screen; it holds the way to the rail. */
export function Header({
  rail,
  railOpen,
  onRailOpenChange,
  onOpenPalette,
  organization,
  mode,
}: {
  rail: ReactNode;
  railOpen: boolean;
  onRailOpenChange: (open: boolean) => void;
  onOpenPalette: () => void;
  organization: string;
  mode: Mode;
}) {
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b bg-ground px-2 md:hidden">
      <Sheet
        side="left"
        title="Navigation"
        hideTitle
        open={railOpen}
        onOpenChange={onRailOpenChange}
        trigger={
          <Button variant="ghost" size="icon" aria-label="Open navigation">
            <Menu aria-hidden />
          </Button>
        }
      >
        {rail}
      </Sheet>
      <Link href="/keys" className="flex min-w-0 flex-1 items-center gap-2 rounded-md text-sm font-medium">
        <LogoMark className="size-5" />
        <span className="truncate">{organization}</span>
      </Link>
      {mode === "test" && <Badge tone="warning">Test</Badge>}
      <AlertBell />
      <Button variant="ghost" size="icon" aria-label="Search" onClick={onOpenPalette}>
        <Search aria-hidden />
      </Button>
    </header>
  );
}
