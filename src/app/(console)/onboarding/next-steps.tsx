import { BookOpen, ChevronRight, Database, KeyRound } from "lucide-react";
import Link from "next/link";

const steps = [
  {
    href: "/sources/new",
    icon: Database,
    title: "Upload data",
    text: "A CSV or JSON file becomes a typed table behind the API.",
  },
  { href: "/keys/new", icon: KeyRound, title: "Create a live key", text: "With the scopes it needs, and an expiry." },
  {
    href: "/docs",
    icon: BookOpen,
    title: "Read the docs",
    text: "Every operation, error and limit, with your ids in the examples.",
  },
] as const;

/** Where to go once the first call has been answered. */
export function NextSteps() {
  return (
    <ul className="divide-y divide-line rounded-lg border">
      {steps.map((step) => (
        <li key={step.href}>
          <Link
            href={step.href}
            className="flex items-center gap-3 px-4 py-3 transition-colors hover:bg-surface focus-visible:-outline-offset-2"
          >
            <step.icon aria-hidden className="size-5 shrink-0 text-accent" />
            <span className="min-w-0 flex-1">
              <span className="block text-sm font-medium">{step.title}</span>
              <span className="block text-sm text-muted">{step.text}</span>
            </span>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-subtle" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
