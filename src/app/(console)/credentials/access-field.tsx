"use client";

import { Preset, presets } from "#contract/preset.ts";
import type { Role } from "#contract/role.ts";
import type { Scope } from "#contract/scope.ts";
import { Field } from "#ui/field.tsx";
import { RadioCards } from "#ui/radio-cards.tsx";
import { ScopeMatrix } from "./scope-matrix.tsx";

/** What the reader may put into a credential here and now. */
export type AccessOffer = {
  grantable: readonly Scope[];
  presets: readonly { preset: Preset; scopes: readonly Scope[] }[];
  role: Role;
};

/** What a credential may do: a preset, or each resource by itself. */
export function AccessField({
  preset,
  scopes,
  onPreset,
  onScopes,
  offer,
  readOnly = false,
  error,
}: {
  preset: Preset;
  /** Those that the credential ends up with, whichever the preset. */
  scopes: readonly Scope[];
  onPreset: (preset: Preset) => void;
  onScopes: (scopes: Scope[]) => void;
  offer: AccessOffer;
  readOnly?: boolean;
  error: string | undefined;
}) {
  return (
    <div className="flex flex-col gap-3">
      <Field group label="Access" error={error}>
        <RadioCards
          label="Access"
          columns={2}
          cards={Preset.options.map((value) => ({
            value,
            title: presets[value].label,
            description: presets[value].describes,
          }))}
          value={preset}
          onValueChange={onPreset}
        />
      </Field>
      {preset === "custom" && (
        <ScopeMatrix
          value={scopes}
          onValueChange={onScopes}
          grantable={offer.grantable}
          limit={`Your role, ${offer.role}, cannot give this.`}
          readOnly={readOnly}
        />
      )}
    </div>
  );
}
