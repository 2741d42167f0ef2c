const steps = [
  {
    title: "Bring the data",
    text: "Upload a CSV, JSON or NDJSON file. Column types are inferred for you to confirm; rows that do not fit are listed by line with the reason.",
    sample: "airports.csv",
    detail: "typed table",
  },
  {
    title: "Make a key",
    text: "Pick a preset or set each resource to none, read or write. Before it exists you see which operations it will be able to call.",
    sample: "gk_live_…",
    detail: "data:read",
  },
  {
    title: "Call it",
    text: "Page, filter, sort and export by REST. The first call shows up in the console while you are still looking at the terminal.",
    sample: "GET /sources/{id}/data",
    detail: "200",
  },
] as const;

/** How one gets from a file to an API. */
export function Steps() {
  return (
    <ol className="grid gap-8 md:grid-cols-3 md:gap-6">
      {steps.map((step, index) => (
        <li key={step.title} className="min-w-0">
          <div className="flex items-center gap-3">
            <span className="tabular grid size-6 place-items-center rounded-full border border-accent-line bg-accent-soft font-mono text-xs text-accent">
              {index + 1}
            </span>
            <span aria-hidden className="h-px flex-1 bg-line" />
          </div>
          <h3 className="mt-4 text-lg font-medium">{step.title}</h3>
          <p className="mt-1.5 text-pretty text-base text-muted">{step.text}</p>
          <p className="mt-4 flex items-center justify-between gap-3 rounded-md border bg-surface px-3 py-2 font-mono text-xs dark:bg-sunken">
            <span className="truncate">{step.sample}</span>
            <span className="shrink-0 text-accent">{step.detail}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}
