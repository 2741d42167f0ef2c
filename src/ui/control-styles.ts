/** The box of everything that is typed into or chosen from. */
export const controlStyles = [
  "w-full min-w-0 rounded-md border border-line-control/60 bg-ground text-sm text-text transition-colors dark:bg-sunken",
  "hover:border-line-control focus-visible:border-accent focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-accent",
  "disabled:opacity-60 disabled:hover:border-line-control/60 aria-invalid:border-danger aria-invalid:focus-visible:outline-danger",
].join(" ");
