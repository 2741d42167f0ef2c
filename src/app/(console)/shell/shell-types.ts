export type Mode = "live" | "test";

export type ShellOrganization = {
  id: string;
  name: string;
  role: string;
  /** Where signing in leads. */
  default: boolean;
};

export type FoundKey = { id: string; name: string; hint: string };

export type ShellData = {
  user: { name: string; email: string };
  organization: ShellOrganization;
  organizations: readonly ShellOrganization[];
  mode: Mode;
};

export type ShellActions = {
  onSwitchOrganization: (id: string) => void;
  /** Makes the organization that one is in the one where signing in leads. */
  onMakeDefault: () => void;
  onCreateOrganization: (name: string) => Promise<void>;
  onSwitchMode: (mode: Mode) => void;
  onSignOut: () => void;
  /** Finds keys by a part of their name or by their prefix. */
  searchKeys: (query: string) => Promise<readonly FoundKey[]>;
};
