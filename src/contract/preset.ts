import * as z from "zod";
import { isReadScope, type Scope } from "./scope.ts";

export const Preset = z.enum(["full_access", "data_access", "read_only", "custom"]);
export type Preset = z.infer<typeof Preset>;

export const presets: Record<Preset, { label: string; describes: string }> = {
  full_access: { label: "Full access", describes: "Everything your role allows." },
  data_access: {
    label: "Data access",
    describes: "Reads data, dashboards and projects. Right for a BI tool or a script.",
  },
  read_only: { label: "Read only", describes: "Every read that your role allows, and no write." },
  custom: { label: "Custom", describes: "Choose none, read or write for each resource." },
};

/** The scopes a preset stands for, out of those the creator may grant. `custom` stands for none by itself. */
export function scopesOfPreset(preset: Preset, grantable: readonly Scope[]): Scope[] {
  switch (preset) {
    case "full_access":
      return [...grantable];
    case "data_access":
      return grantable.filter((scope) => ["data:read", "dashboards:read", "projects:read"].includes(scope));
    case "read_only":
      return grantable.filter(isReadScope);
    case "custom":
      return [];
  }
}
