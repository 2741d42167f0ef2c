"use client";

import { DatePicker } from "#ui/date-picker.tsx";
import { Field } from "#ui/field.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { expiryOf } from "./expiry-choice.ts";
import { useInBrowser } from "./use-in-browser.ts";

const choices = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "365 days" },
  { value: "date", label: "Date" },
  { value: "never", label: "Never" },
];
const day = (date: Date) => date.toLocaleDateString("sv-SE");
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const long = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" });

/** How long the organization lets credentials live, in days (null: as long as one likes), and whether for ever. */
export type ExpiryOffer = {
  maxLifetimeDays: number | null;
  neverAllowed: boolean;
  /** Who bounds it, if not the organization. */
  rule?: string;
};

/** When a key or token ends by itself, within what the organization allows. */
export function ExpiryField({
  choice,
  date,
  onChoice,
  onDate,
  offer: { maxLifetimeDays, neverAllowed, rule: given },
  noun = "key",
  error,
}: {
  choice: string;
  date: string;
  onChoice: (choice: string) => void;
  onDate: (date: string) => void;
  offer: ExpiryOffer;
  noun?: "key" | "token" | "link";
  error: string | undefined;
}) {
  const inBrowser = useInBrowser();
  const tooLong = (value: string) => maxLifetimeDays !== null && Number(value) > maxLifetimeDays;
  const options = choices.map((each) => ({
    ...each,
    disabled: each.value === "never" ? !neverAllowed : tooLong(each.value),
  }));
  const rule =
    given !== undefined
      ? ` ${given}`
      : maxLifetimeDays !== null
        ? ` The organization lets ${noun}s live for at most ${maxLifetimeDays} days.`
        : neverAllowed
          ? ""
          : ` The organization wants every ${noun} to expire.`;
  const ends = expiryOf({ expires_at: choice, expires_on: date });
  const said =
    ends === null
      ? `The ${noun} works until somebody revokes it. Prefer a date where you can.`
      : ends === ""
        ? `Choose the last day on which the ${noun} works.`
        : `The ${noun} works until ${long.format(new Date(ends))}.`;
  return (
    <Field group label="Expiry" error={error} hint={inBrowser ? said + rule : "\u00a0"}>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented label="Expiry" options={options} value={choice} onValueChange={onChoice} />
        {choice === "date" && (
          <DatePicker
            label="Last day"
            value={date}
            onValueChange={onDate}
            min={day(inDays(1))}
            max={maxLifetimeDays === null ? undefined : day(inDays(maxLifetimeDays - 1))}
            className="w-40"
          />
        )}
      </div>
    </Field>
  );
}
