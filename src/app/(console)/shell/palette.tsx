"use client";

import { Command, defaultFilter } from "cmdk";
import { Activity, Building2, KeyRound, Monitor, Moon, Search, Sun, ToggleLeft } from "lucide-react";
import { useTheme } from "next-themes";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Spinner } from "#ui/spinner.tsx";
import { useGuardedPush } from "../leaving/leave.ts";
import { elsewhere, navigation } from "./navigation.ts";
import type { ShellActions, ShellData } from "./shell-types.ts";
import { useKeySearch } from "./use-key-search.ts";

const requestId = /^[a-z]*req_[A-Za-z0-9_-]{4,64}$/;
/** Keys were found by the server, by name or prefix, and all stay; the rest is ranked here. */
const rank: typeof defaultFilter = (value, search, keywords) =>
  value.startsWith("key ") ? 1 : defaultFilter(value, search, keywords);

const itemLook =
  "flex h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2 text-sm data-[selected=true]:bg-sunken dark:data-[selected=true]:bg-line touch:h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-subtle";
const groupLook =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted";

/** Go anywhere by typing: pages, keys by name or prefix, a request by its id, organizations, mode, theme. */
export function Palette({
  open,
  onOpenChange,
  data,
  actions,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  data: ShellData;
  actions: ShellActions;
}) {
  const push = useGuardedPush();
  const { setTheme } = useTheme();
  const [query, setQuery] = useState("");
  const trimmed = query.trim();
  const isRequest = requestId.test(trimmed);
  const { keys, searching } = useKeySearch(open && !isRequest ? trimmed : "", actions.searchKeys);

  function change(next: boolean) {
    if (!next) setQuery("");
    onOpenChange(next);
  }
  function run(deed: () => void) {
    change(false);
    deed();
  }
  const item = (value: string, icon: ReactNode, text: ReactNode, deed: () => void, detail?: ReactNode) => (
    <Command.Item key={value} value={value} onSelect={() => run(deed)} className={itemLook}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{text}</span>
      {detail && <span className="truncate font-mono text-xs text-muted">{detail}</span>}
    </Command.Item>
  );
  const otherMode = data.mode === "live" ? "test" : "live";

  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-rise bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-[max(0.5rem,14dvh)] z-50 mx-auto max-w-xl animate-enter overflow-hidden rounded-lg bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command loop filter={rank}>
            <div className="flex h-12 items-center gap-2.5 border-b px-4">
              {searching ? (
                <Spinner className="text-subtle" />
              ) : (
                <Search aria-hidden className="size-4 shrink-0 text-subtle" />
              )}
              <Command.Input
                value={query}
                onValueChange={setQuery}
                aria-label="Search and commands"
                placeholder="Go to a page, find a key, paste a request id"
                className="h-full min-w-0 flex-1 bg-transparent text-base outline-none"
              />
            </div>
            <Command.List className="max-h-[min(24rem,60dvh)] scroll-py-1 overflow-y-auto p-1.5">
              <Command.Empty className="px-2 py-8 text-center text-sm text-muted">
                {searching ? "Searching keys" : "Nothing goes by that name."}
              </Command.Empty>
              {isRequest && (
                <Command.Group heading="Request" className={groupLook}>
                  {item(trimmed, <Activity aria-hidden />, `Open ${trimmed}`, () =>
                    push(`/requests/${encodeURIComponent(trimmed)}`),
                  )}
                </Command.Group>
              )}
              {keys.length > 0 && (
                <Command.Group heading="Keys" className={groupLook}>
                  {keys.map((key) => (
                    <Command.Item
                      key={key.id}
                      value={`key ${key.id}`}
                      onSelect={() => run(() => push(`/keys/${key.id}`))}
                      className={itemLook}
                    >
                      <KeyRound aria-hidden />
                      <span className="min-w-0 flex-1 truncate">{key.name}</span>
                      <span className="truncate font-mono text-xs text-muted">{key.hint}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              <Command.Group heading="Go to" className={groupLook}>
                {navigation
                  .flatMap((group) => group.items)
                  .map((page) => item(page.label, <page.icon aria-hidden />, page.label, () => push(page.href)))}
                {elsewhere.map((page) =>
                  item(page.label, <page.icon aria-hidden />, page.label, () => push(page.href)),
                )}
              </Command.Group>
              {data.organizations.length > 1 && (
                <Command.Group heading="Switch organization" className={groupLook}>
                  {data.organizations
                    .filter((each) => each.id !== data.organization.id)
                    .map((each) =>
                      item(`organization ${each.name} ${each.id}`, <Building2 aria-hidden />, each.name, () =>
                        actions.onSwitchOrganization(each.id),
                      ),
                    )}
                </Command.Group>
              )}
              <Command.Group heading="Settings" className={groupLook}>
                {item(`switch to ${otherMode} mode`, <ToggleLeft aria-hidden />, `Switch to ${otherMode} mode`, () =>
                  actions.onSwitchMode(otherMode),
                )}
                {item("theme light", <Sun aria-hidden />, "Light theme", () => setTheme("light"))}
                {item("theme dark", <Moon aria-hidden />, "Dark theme", () => setTheme("dark"))}
                {item("theme system", <Monitor aria-hidden />, "Theme of the system", () => setTheme("system"))}
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
