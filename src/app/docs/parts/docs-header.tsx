"use client";

import { Menu } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { Logo } from "#ui/logo.tsx";
import { Sheet } from "#ui/sheet.tsx";
import { ThemeSwitch } from "../../(console)/shell/theme-switch.tsx";
import { DocsNav } from "./docs-nav.tsx";
import { useReader } from "./reader-context.tsx";

/** The bar on top: the way home, the way into the console, and on narrow screens the table of contents. */
export function DocsHeader() {
  const { organization } = useReader();
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 border-b bg-ground">
      <div className="flex h-14 items-center gap-2 px-2 lg:px-6">
        <div className="lg:hidden">
          <Sheet
            side="left"
            title="Table of contents"
            hideTitle
            open={open}
            onOpenChange={setOpen}
            trigger={
              <Button variant="ghost" size="icon" aria-label="Open table of contents">
                <Menu aria-hidden />
              </Button>
            }
          >
            <div className="flex flex-col gap-6 p-3 pt-5">
              <DocsNav onNavigate={() => setOpen(false)} />
              <div className="px-2">
                <ThemeSwitch />
              </div>
            </div>
          </Sheet>
        </div>
        <Link href={organization ? "/keys" : "/"} className="flex items-center rounded-md" aria-label="Gatehouse">
          <Logo />
        </Link>
        <span aria-hidden className="hidden text-line-strong sm:inline">
          /
        </span>
        <Link href="/docs" className="hidden rounded-md text-lg text-muted hover:text-text sm:inline">
          Docs
        </Link>
        <div className="ml-auto flex items-center gap-2 pr-2 lg:pr-0">
          <ThemeSwitch className="hidden lg:flex" />
          {organization ? (
            <LinkButton href="/keys">Open console</LinkButton>
          ) : (
            <>
              <LinkButton variant="ghost" href="/login">
                Sign in
              </LinkButton>
              <LinkButton href="/signup" className="hidden sm:inline-flex">
                Create account
              </LinkButton>
            </>
          )}
        </div>
      </div>
    </header>
  );
}
