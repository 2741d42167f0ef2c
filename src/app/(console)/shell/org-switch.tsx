"use client";

import { Check, ChevronsUpDown, Copy, House, Plus } from "lucide-react";
import { useState } from "react";
import { Avatar } from "#ui/avatar.tsx";
import { copyText } from "#ui/copy-text.ts";
import { DropdownMenu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from "#ui/dropdown-menu.tsx";
import { NewOrganization } from "./new-organization.tsx";
import type { ShellOrganization } from "./shell-types.ts";

/** Which organization one works in, and its id to copy. */
export function OrgSwitch({
  organization,
  organizations,
  onSwitchOrganization,
  onMakeDefault,
  onCreateOrganization,
}: {
  organization: ShellOrganization;
  organizations: readonly ShellOrganization[];
  onSwitchOrganization: (id: string) => void;
  onMakeDefault: () => void;
  onCreateOrganization: (name: string) => Promise<void>;
}) {
  const [copied, setCopied] = useState(false);
  const [making, setMaking] = useState(false);
  async function copyId() {
    setCopied(await copyText(organization.id));
  }
  return (
    <>
      <DropdownMenu
        onOpenChange={() => setCopied(false)}
        align="start"
        className="w-64"
        trigger={
          <button
            type="button"
            className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-line/60 data-[state=open]:bg-line/60"
          >
            <Avatar name={organization.name} square />
            <span className="min-w-0 flex-1">
              <span className="sr-only">Organization: </span>
              <span className="block truncate text-sm font-medium">{organization.name}</span>
            </span>
            <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-subtle" />
          </button>
        }
      >
        <MenuLabel>Organizations</MenuLabel>
        <MenuRadioGroup
          value={organization.id}
          onValueChange={onSwitchOrganization}
          options={organizations.map((each) => ({
            value: each.id,
            label: each.name,
            detail: `You are ${each.role}${each.default && organizations.length > 1 ? ", you begin here" : ""}`,
          }))}
        />
        <MenuSeparator />
        {!organization.default && (
          <MenuItem onSelect={onMakeDefault} icon={<House aria-hidden />}>
            Begin here when signing in
          </MenuItem>
        )}
        <MenuItem onSelect={() => setMaking(true)} icon={<Plus aria-hidden />}>
          New organization
        </MenuItem>
        <MenuSeparator />
        <MenuItem keepOpen onSelect={copyId} icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />}>
          <span aria-live="polite">{copied ? "Copied" : "Copy organization id"}</span>
          <code className="block truncate font-mono text-xs text-muted">{organization.id}</code>
        </MenuItem>
      </DropdownMenu>
      <NewOrganization open={making} onOpenChange={setMaking} onCreate={onCreateOrganization} />
    </>
  );
}
