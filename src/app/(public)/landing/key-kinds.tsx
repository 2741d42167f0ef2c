const kinds = [
  { name: "Live", prefix: "gk_live_", text: "Works on live data, within its scopes." },
  { name: "Test", prefix: "gk_test_", text: "Sees and changes test data only. Break things." },
  { name: "Read-only", prefix: "gk_ro_", text: "Reads, whatever scopes were asked for." },
] as const;

/** The three types of key, told apart by their prefix. */
export function KeyKinds() {
  return (
    <dl className="grid overflow-hidden rounded-lg border sm:grid-cols-3 [&>*]:-mt-px [&>*]:-ml-px [&>*]:border-t [&>*]:border-l">
      {kinds.map((kind) => (
        <div key={kind.name} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-6 py-4">
          <dt className="text-base font-medium">{kind.name}</dt>
          <dd className="font-mono text-sm text-accent">{kind.prefix}</dd>
          <dd className="w-full text-sm text-muted">{kind.text}</dd>
        </div>
      ))}
    </dl>
  );
}
