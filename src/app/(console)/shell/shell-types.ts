export type Mode = "live" | "test";

export type ShellOrganization = { id: string; name: string; role: string };

export type FoundKey = { id: string; name: string; hint: string };

export type ShellData = {
  user: { name: string; email: string };
  organization: ShellOrganization;
  organizations: readonly ShellOrganization[];
  mode: Mode;
};

export type ShellActions = {
  onSwitchOrganization: (id: string) => void;
  onSwitchMode: (mode: Mode) => void;
  onSignOut: () => void;
  /** Finds keys by a part of their name or by their prefix. */
  searchKeys: (query: string) => Promise<readonly FoundKey[]>;
};
