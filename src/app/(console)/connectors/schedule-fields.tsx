"use client";

import { useId } from "react";
import { Controller } from "react-hook-form";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";
import type { ConnectorForm } from "./connector-fields.tsx";

const repeatOptions = [
  { value: "never", label: "By hand only" },
  { value: "quarter", label: "Every 15 minutes" },
  { value: "hour", label: "Hourly" },
  { value: "day", label: "Daily" },
  { value: "cron", label: "Cron pattern" },
] as const;

/** When a connector syncs by itself. */
export function ScheduleFields({ form }: { form: ConnectorForm }) {
  const zones = useId();
  const { errors } = form.formState;
  const repeats = form.watch("repeats");
  // Only a daily time and a pattern ask for a clock that they are read by.
  const hasClock = repeats === "day" || repeats === "cron";
  return (
    <>
      <Controller
        control={form.control}
        name="repeats"
        render={({ field: { value, onChange } }) => (
          <Field label="Schedule">
            <Select options={repeatOptions} value={value} onValueChange={onChange} />
          </Field>
        )}
      />
      {hasClock && (
        <div className="grid gap-4 sm:grid-cols-2">
          {repeats === "day" ? (
            <Field label="Time" error={errors.cron?.message} required>
              <Input type="time" {...form.register("time")} />
            </Field>
          ) : (
            <Field
              label="Pattern"
              error={errors.cron?.message}
              hint="Minute, hour, day, month, day of the week. At most every 5 minutes."
              required
            >
              <Input mono autoComplete="off" {...form.register("cron")} />
            </Field>
          )}
          <Field label="Time zone" error={errors.time_zone?.message} required>
            <Input autoComplete="off" list={zones} {...form.register("time_zone")} />
          </Field>
          <datalist id={zones}>
            {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      )}
    </>
  );
}
