/** Rooms on floors: imports go downhill only. See src/README.md. */
const room = (name) => `^src/${name}/`;
const floors = [["lib"], ["contract"], ["db"], ["core"], ["domain"], ["rest", "trpc"]];
const top = ["^src/app/", "^src/demo/", "^src/commands/", "^src/[^/]+\\.ts$"];
const TEST = ["\\.test\\.tsx?$", "^src/testing/"];

const noClimbing = floors.flatMap((floor, index) =>
  floor.map((name) => ({
    name: `${name}-imports-nothing-above-it`,
    severity: "error",
    from: { path: room(name), pathNot: TEST },
    to: {
      path: [
        ...floors
          .slice(index + 1)
          .flat()
          .map(room),
        ...floor.filter((other) => other !== name).map(room),
        room("ui"),
        room("testing"),
        ...top,
      ],
    },
  })),
);

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...noClimbing,
    {
      name: "ui-sees-contract-and-lib",
      severity: "error",
      from: { path: room("ui"), pathNot: TEST },
      to: { path: "^src/", pathNot: [room("ui"), room("contract"), room("lib")] },
    },
    {
      name: "contract-is-browser-safe",
      severity: "error",
      from: { path: room("contract"), pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-transport-below",
      severity: "error",
      from: { path: ["lib", "contract", "db", "core", "domain"].map(room), pathNot: TEST },
      to: { path: "node_modules/(next|next-auth|react|react-dom|@trpc|hono|@hono)/" },
    },
    {
      name: "nouns-do-not-import-one-another",
      severity: "error",
      from: { path: "^src/domain/([^/]+)/", pathNot: TEST },
      to: { path: "^src/domain/", pathNot: "^src/domain/$1/" },
    },
    {
      name: "pages-reach-data-through-verbs",
      severity: "error",
      from: { path: room("app"), pathNot: TEST },
      to: { path: ["node_modules/(drizzle-orm|postgres)/", room("db")] },
    },
    {
      name: "the-product-knows-no-tests",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { path: [room("testing"), "node_modules/(vitest|fast-check|@playwright)/"] },
    },
    { name: "not-to-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    // TypeScript 7 has no API that dependency-cruiser could use.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      mainFields: ["module", "main"],
    },
  },
};
