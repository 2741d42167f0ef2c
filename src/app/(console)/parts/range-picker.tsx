"use client";

import { CalendarRange } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/button.tsx";
import { DatePicker } from "#ui/date-picker.tsx";
import { Field } from "#ui/field.tsx";
import { Popover } from "#ui/popover.tsx";
import { Segmented } from "#ui/segmented.tsx";
import type { RangeName } from "./time-range.ts";

export type PickedRange = { range: RangeName | null; from: Date | null; to: Date | null };

const ANY = "any" as const;
const named = ["1h", "24h", "7d", "30d"] as const;
const local = (time: string) => {
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
const said = new Intl.DateTimeFormat("en", {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
});

/** One of the usual ranges, or two times of one's own; with `anyTime` also none, which is `null`. */
export function RangePicker({
  range,
  anyTime,
  from,
  to,
  onPick,
}: {
  range: RangeName | null;
  anyTime?: boolean;
  from: string;
  to: string;
  onPick: (picked: PickedRange) => void;
}) {
  return (
    <div className="flex max-w-full flex-wrap items-center gap-2">
      <Segmented<RangeName | typeof ANY>
        label="Range"
        value={range ?? ANY}
        onValueChange={(name) => onPick({ range: name === ANY ? null : name, from: null, to: null })}
        options={[
          ...(anyTime ? [{ value: ANY, label: "Any time" } as const] : []),
          ...named.map((name) => ({ value: name as RangeName, label: name })),
        ]}
      />
      <CustomRange key={`${from} ${to}`} chosen={range === "custom"} from={from} to={to} onPick={onPick} />
    </div>
  );
}

/** Two times of one's own, in the reader's time zone. */
function CustomRange({
  chosen,
  from,
  to,
  onPick,
}: {
  chosen: boolean;
  from: string;
  to: string;
  onPick: (picked: PickedRange) => void;
}) {
  const [open, setOpen] = useState(false);
  const [start, setStart] = useState("");
  const [end, setEnd] = useState("");
  const wrongWay = start !== "" && end !== "" && start >= end;

  function show(next: boolean) {
    // The reader's time zone is known in the browser only.
    setStart(local(from));
    setEnd(local(to));
    setOpen(next);
  }
  return (
    <Popover
      label="Custom range"
      align="end"
      open={open}
      onOpenChange={show}
      trigger={
        <Button className={chosen ? "border-accent-line bg-accent-soft text-accent dark:bg-accent-soft" : undefined}>
          <CalendarRange aria-hidden />
          {chosen ? `${said.format(new Date(from))} – ${said.format(new Date(to))} UTC` : "Custom"}
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!start || !end || wrongWay) return;
          onPick({ range: "custom", from: new Date(start), to: new Date(end) });
          setOpen(false);
        }}
      >
        <Field label="From" hint="In your own time zone.">
          <DatePicker withTime value={start} onValueChange={setStart} />
        </Field>
        <Field label="To" error={wrongWay ? "To must be later than from." : undefined}>
          <DatePicker withTime value={end} onValueChange={setEnd} />
        </Field>
        <Button type="submit" variant="primary" disabled={!start || !end || wrongWay}>
          Show range
        </Button>
      </form>
    </Popover>
  );
}
