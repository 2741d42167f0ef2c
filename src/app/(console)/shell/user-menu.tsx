"use client";

import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useTheme } from "next-themes";
import { Avatar } from "#ui/avatar.tsx";
import { DropdownMenu, MenuItem, MenuLabel, MenuLink, MenuRadioGroup, MenuSeparator } from "#ui/dropdown-menu.tsx";

/** Who one is: account, theme, shortcuts, sign out. */
export function UserMenu({
  user,
  onShowShortcuts,
  onSignOut,
}: {
  user: { name: string; email: string };
  onShowShortcuts: () => void;
  onSignOut: () => void;
}) {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu
      align="start"
      side="top"
      className="w-64"
      trigger={
        <button
          type="button"
          className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-line/60 data-[state=open]:bg-line/60"
        >
          <Avatar name={user.name || user.email} />
          <span className="min-w-0 flex-1 truncate text-sm">
            <span className="sr-only">Account of </span>
            {user.name || user.email}
          </span>
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <div className="truncate text-sm font-medium">{user.name || user.email}</div>
        <div className="truncate text-xs text-muted">{user.email}</div>
      </div>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuRadioGroup
        value={theme ?? "system"}
        onValueChange={setTheme}
        options={[
          { value: "light", label: "Light", icon: <Sun aria-hidden /> },
          { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
          { value: "system", label: "System", icon: <Monitor aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuLink href="/account" icon={<UserRound aria-hidden />}>
        Account
      </MenuLink>
      <MenuItem onSelect={onShowShortcuts} icon={<Keyboard aria-hidden />} shortcut="?">
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={onSignOut} icon={<LogOut aria-hidden />}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
