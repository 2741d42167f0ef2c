import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CreatePolicyInput, type PolicyRules } from "#contract/policy.ts";
import type { RowCondition } from "#contract/row-condition.ts";
import type { Cell, ColumnType } from "#contract/source.ts";
import type { Principal } from "#core/principal.ts";
import { Refusal } from "#core/refusal.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { createPolicy } from "#domain/policies/create-policy.ts";
import { viewSourceAs } from "#domain/policies/view-source-as.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { exportRows } from "#domain/sources/export-rows.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { querySource } from "#domain/sources/query-source.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { importFile } from "#testing/import-file.ts";
import {
  compare,
  type NaiveColumn,
  type NaiveReader,
  type NaiveRow,
  naiveCell,
  naiveView,
  parsed,
} from "#testing/naive-policies.ts";
import { makeWorld, type World } from "#testing/world.ts";

/**
 * 500 random sets of policies, read by random members, service accounts and keys with random queries, through every
 * read of rows: page, count, export, groups and "view as", each against an evaluator that knows no SQL.
 */
const RUNS = 500;
const columns: NaiveColumn[] = [
  { name: "region", type: "text" },
  { name: "owner", type: "text" },
  { name: "score", type: "integer" },
  { name: "rate", type: "number" },
  { name: "active", type: "boolean" },
  { name: "day", type: "date" },
  { name: "at", type: "timestamp" },
];
const samples: Record<string, readonly string[]> = {
  region: ["eu", "us", "apac", "EU", "e_u"],
  owner: ["user@example.test", "2", "somebody with a long name", "viewer"],
  score: ["-3", "0", "2", "7", "1234567890"],
  rate: ["-0.5", "0", "0.25", "2", "1234567.5"],
  active: ["true", "false"],
  day: ["2023-12-31", "2024-02-29", "2024-06-01"],
  at: ["2023-12-31T23:59:59Z", "2024-02-29T00:00:00Z", "2024-06-01T12:30:00Z"],
};
const typeOf = new Map(columns.map(({ name, type }) => [name, type]));
const names = columns.map(({ name }) => name);

let world: World;
let owner: Principal;
let source: string;
let rows: NaiveRow[];
let hashKey: Buffer;
const readers: { principal: Principal; naive: NaiveReader }[] = [];

beforeAll(async () => {
  world = await makeWorld();
  const org = await world.organization();
  owner = await world.member(org, "owner");
  const call = world.call(owner);
  const project = await createProject(call, { name: "Data", description: null });
  const robot = await createServiceAccount(call, { name: "2", role: "editor", project_ids: [project.id] });
  const members = [
    await world.member(org, "editor"),
    await world.member(org, "viewer"),
    await world.member(org, "editor"),
  ];
  const projectRoles = ["viewer", "viewer", "editor"] as const;
  for (const [index, { user }] of members.entries())
    await putProjectMember(call, { id: project.id, user_id: user.id, role: projectRoles[index] ?? "viewer" });

  const keyOf = async (maker: Principal, more: object) => {
    const made = await createKey(
      world.call(maker),
      createKey.input.parse({ name: "K", scopes: ["data:read"], ...more }),
    );
    const found = await world.runtime.resolver.find(made.api_key ?? "");
    if (!found) throw new Error("no such key");
    return found.principal;
  };
  const robots = { service_account_id: robot.id };
  const principals = [
    owner,
    ...members,
    await keyOf(members[0]!, { metadata: { region: "eu" } }),
    await keyOf(owner, { ...robots, metadata: { region: "eu", owner: "2" } }),
    await keyOf(owner, { ...robots, metadata: { region: "us" } }),
  ];
  for (const principal of principals) {
    const { user, role, via } = principal;
    const at = members.findIndex((member) => member.user.id === user.id);
    const isRobot = user.id === robot.id;
    const key = via.kind === "api_key" ? via.id : null;
    const second = principal === principals.at(-1);
    readers.push({
      principal,
      naive: {
        subjects: ["everybody", `role ${role}`, user.id, ...(key ? [key] : [])],
        attributes: {
          "user.id": user.id,
          "user.email": user.email || null,
          "user.name": user.name,
          role,
          project_role: user.id === owner.user.id ? "admin" : isRobot ? "editor" : (projectRoles[at] ?? null),
          "key.id": key,
          "key.metadata.region": isRobot ? (second ? "us" : "eu") : null,
          "key.metadata.owner": isRobot && !second ? "2" : null,
        },
      },
    });
  }
  samples.owner = [...(samples.owner ?? []), members[0]!.user.email, members[1]!.user.id];

  // A file that holds each combination of a few, and no value here and there.
  const random = fc.sample(
    fc.tuple(...names.map((name) => fc.option(fc.constantFrom(...(samples[name] ?? [])), { freq: 5 }))),
    { numRuns: 80, seed: 7 },
  );
  const lines = random.map((cells) => cells.map((cell) => cell ?? "").join(","));
  const choices = columns.map(({ name, type }) => ({ name, type }));
  const file = `${names.join(",")}\n${lines.join("\n")}\n`;
  source = (await importFile(world, owner, file, { projectId: project.id, columns: choices })).id;
  rows = random.map((cells) =>
    Object.fromEntries(columns.map(({ name, type }, i) => [name, cells[i] === null ? null : parsed(cells[i]!, type)])),
  );
});
afterAll(() => world.close());

const value = (name: string) => fc.constantFrom(...(samples[name] ?? []));
const ordered = ["eq", "ne", "lt", "lte", "gt", "gte"] as const;
const opsFor = (type: ColumnType) =>
  type === "boolean" ? (["eq", "ne"] as const) : type === "text" ? ([...ordered, "like", "ilike"] as const) : ordered;
const attributes = [
  "user.id",
  "user.email",
  "user.name",
  "role",
  "project_role",
  "key.id",
  "key.metadata.region",
  "key.metadata.owner",
];
const attribute = fc.constantFrom(...attributes);
const column = fc.constantFrom(...names);
const pattern = fc.constantFrom("e%", "_u", "%e%", "E_", "%");
const comparison: fc.Arbitrary<RowCondition> = fc.oneof(
  column.chain((name) => {
    const ops = fc.constantFrom(...opsFor(typeOf.get(name) ?? "text"));
    return ops.chain((op) =>
      (op.endsWith("like") ? pattern : value(name)).map((text) => ({ column: name, op, value: text })),
    );
  }),
  column.chain((name) =>
    fc
      .array(value(name), { minLength: 1, maxLength: 3 })
      .map((values) => ({ column: name, op: "in" as const, values })),
  ),
  fc.record({ column, op: fc.constant("is_null" as const), value: fc.boolean() }),
  fc.record({ column, op: fc.constantFrom("eq" as const, "ne" as const), attribute }),
  fc.record({ attribute, op: fc.constantFrom(...ordered), value: fc.constantFrom("editor", "viewer", "eu", "2") }),
  fc.record({ attribute, op: fc.constant("in" as const), values: fc.constant<string[]>(["eu", "editor"]) }),
  fc.record({ attribute, op: fc.constant("is_null" as const), value: fc.boolean() }),
);
const { condition } = fc.letrec<{ condition: RowCondition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: comparison },
    { weight: 1, arbitrary: fc.record({ and: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ or: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie("condition") }) },
  ),
}));
const rule = fc.record({
  name: column,
  shown: fc.constantFrom("visible", "hidden", "full", "last4", "hash"),
});
/** Subjects are drawn by number: the people are made later. */
const policy = fc.record({
  subjects: fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 3 }),
  rows: fc.option(condition, { freq: 4 }),
  columns: fc.uniqueArray(rule, { selector: ({ name }) => name, maxLength: 4 }),
  other_columns: fc.constantFrom("visible" as const, "visible" as const, "visible" as const, "hidden" as const),
});
const query = fc.record({
  filters: fc.array(
    column.chain((name) =>
      fc.tuple(
        fc.constant(name),
        name === "active" ? fc.constantFrom("eq", "ne") : fc.constantFrom("eq", "ne", "gt", "lte"),
        value(name),
      ),
    ),
    { maxLength: 2 },
  ),
  sort: fc.uniqueArray(fc.tuple(column, fc.boolean()), { selector: ([name]) => name, maxLength: 2 }),
  fields: fc.option(fc.uniqueArray(column, { minLength: 1, maxLength: 4 })),
  size: fc.integer({ min: 1, max: 40 }),
  group: column,
  measure: fc.constantFrom("score", "rate"),
});

function subjectAt(n: number): PolicyRules["applies_to"][number] {
  const reader = readers[n];
  if (reader) {
    const { user, via } = reader.principal;
    if (via.kind === "api_key" && n % 2 === 0) return { type: "key", id: via.id };
    return user.kind === "person" ? { type: "member", id: user.id } : { type: "service_account", id: user.id };
  }
  return n % 2 === 0 ? { type: "everybody" } : { type: "role", role: n > 9 ? "editor" : "viewer" };
}
const outcome = async <T>(work: Promise<T>): Promise<T | string> =>
  work.catch((error: unknown) => {
    if (error instanceof Refusal) return error.code;
    throw error;
  });
const textOf = async (stream: AsyncIterable<unknown>) => {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
};

test(`${RUNS} random policies, readers and queries: the program and the naive evaluator agree`, {
  timeout: 600_000,
}, async () => {
  let refused = 0;
  let bound = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(policy, { minLength: 1, maxLength: 3 }),
      fc.nat({ max: 6 }),
      query,
      async (drafts, n, asked) => {
        await world.owner`delete from policies where source_id = ${source}`;
        const policies: PolicyRules[] = [];
        for (const draft of drafts) {
          const subjects = draft.subjects.map(subjectAt);
          const input = CreatePolicyInput.parse({
            name: "Random",
            source_id: source,
            applies_to: [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()],
            rows: draft.rows,
            columns: draft.columns.map(({ name, shown }) =>
              shown === "visible" || shown === "hidden"
                ? { name, access: shown }
                : { name, access: "masked", mask: shown },
            ),
            other_columns: draft.other_columns,
          });
          // One that would limit nothing is refused, and so says nothing.
          const made = await outcome(createPolicy(world.call(owner), input));
          if (made !== "invalid_input") policies.push(input);
        }
        if (!hashKey) {
          const [pads] = await world.owner<{ inner_pad: Buffer }[]>`select inner_pad from mask_keys`;
          if (!pads) return;
          hashKey = Buffer.from(pads.inner_pad.map((byte) => byte ^ 0x36));
        }
        const { principal, naive } = readers[n]!;
        const view = naiveView(policies, naive, columns, rows);
        if (view.rows.length < rows.length || view.columns.some(({ mask }) => mask !== null)) bound += 1;
        await readAlike(principal, view, asked, (wasRefused) => {
          refused += wasRefused ? 1 : 0;
        });
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  // The dice must have fallen on both sides, or this would show little.
  expect(bound).toBeGreaterThan(RUNS / 3);
  expect(refused).toBeGreaterThan(RUNS / 10);
  expect(refused).toBeLessThan(RUNS);
});

type Asked = typeof query extends fc.Arbitrary<infer A> ? A : never;
type View = ReturnType<typeof naiveView>;

async function readAlike(
  principal: Principal,
  view: View,
  asked: Asked,
  note: (refused: boolean) => void,
): Promise<void> {
  const call = world.call(principal);
  const plain = new Set(view.columns.flatMap(({ name, mask }) => (mask === null ? name : [])));
  const visible = new Set(view.columns.map(({ name }) => name));
  const selection = {
    id: source,
    filter: asked.filters.map((parts) => parts.join(":")),
    ...(asked.sort.length > 0 && { sort: asked.sort.map(([name, desc]) => `${desc ? "-" : ""}${name}`).join(",") }),
    ...(asked.fields && { fields: asked.fields.join(",") }),
  };
  const allowed =
    asked.filters.every(([name]) => plain.has(name)) &&
    asked.sort.every(([name]) => plain.has(name)) &&
    (asked.fields ?? []).every((name) => visible.has(name));
  note(!allowed);
  const page = await outcome(readRows(call, readRows.input.parse({ ...selection, page_size: asked.size })));
  const exported = await outcome(exportRows(call, exportRows.input.parse({ ...selection, format: "ndjson" })));
  if (!allowed) {
    expect(page).toBe("invalid_input");
    expect(exported).toBe("invalid_input");
  } else {
    if (typeof page === "string" || typeof exported === "string") throw new Error(`refused: ${page}`);
    const kept = filtered(view.rows, asked.filters).sort(by(asked.sort));
    const shown = asked.fields
      ? asked.fields.map((name) => view.columns.find((one) => one.name === name)!)
      : view.columns;
    const given = kept.map((row) =>
      Object.fromEntries(shown.map((one) => [one.name, naiveCell(row[one.name] ?? null, one, hashKey)])),
    );
    expect(page.data).toEqual(given.slice(0, asked.size));
    expect(page.total_rows).toBe(kept.length);
    expect(page.columns.map(({ name, type }) => [name, type])).toEqual(
      shown.map(({ name, type, mask }) => [name, mask === null ? type : "text"]),
    );
    const lines = (await textOf(exported.stream)).split("\n").filter((line) => line !== "");
    expect(lines.map((line) => JSON.parse(line))).toEqual(given);
    const id = principal.via.kind === "api_key" ? principal.via.id : principal.user.id;
    const seen = await viewSourceAs(
      world.call(owner),
      viewSourceAs.input.parse({ id: source, page_size: 100, as: id }),
    ).catch(() => null);
    // The owner may be bound as well, and then sees less: never more.
    if (seen) expect(seen.total_rows).toBeLessThanOrEqual(view.rows.length);
  }

  const described = await getSource(call, { id: source });
  expect(described.row_count).toBe(view.rows.length);
  expect(described.columns.map(({ name }) => name)).toEqual(view.columns.map(({ name }) => name));

  const { group, measure } = asked;
  const groups = await outcome(
    querySource(
      call,
      querySource.input.parse({
        id: source,
        group_by: [group],
        aggregate: [
          { function: "count" },
          ...(["sum", "min", "max"] as const).map((name) => ({ function: name, column: measure })),
        ],
        filter: selection.filter,
        sort: [group],
      }),
    ),
  );
  if (!plain.has(group) || !plain.has(measure) || !asked.filters.every(([name]) => plain.has(name))) {
    expect(groups).toBe("invalid_input");
    return;
  }
  if (typeof groups === "string") throw new Error(`refused: ${groups}`);
  const byKey = Map.groupBy(filtered(view.rows, asked.filters), (row) => row[group] ?? null);
  const wanted = [...byKey].map(([key, members]) => {
    const numbers = members.flatMap((row) => (row[measure] === null ? [] : [row[measure] as number]));
    const all = (of: (numbers: number[]) => number) => (numbers.length === 0 ? null : of(numbers));
    return {
      [group]: key,
      count: members.length,
      [`sum_${measure}`]: all((list) => list.reduce((a, b) => a + b, 0)),
      [`min_${measure}`]: all((list) => Math.min(...list)),
      [`max_${measure}`]: all((list) => Math.max(...list)),
    };
  });
  expect(groups.data).toEqual(wanted.sort(by([[group, false]])));
}

const filtered = (all: readonly NaiveRow[], filters: Asked["filters"]) =>
  all.filter((row) =>
    filters.every(([name, op, text]) => {
      const cell = row[name] ?? null;
      if (cell === null) return op === "ne";
      return compare(cell, op, parsed(text, typeOf.get(name) ?? "text"));
    }),
  );

/** Stable, as the numbers of rows make the program's order; no value comes last. */
function by(sort: readonly (readonly [string, boolean])[]) {
  const rank = (cell: Cell) => (typeof cell === "boolean" ? Number(cell) : (cell as string | number));
  return (a: NaiveRow, b: NaiveRow): number => {
    for (const [name, descending] of sort) {
      const [x, y] = [a[name] ?? null, b[name] ?? null];
      if (x === y) continue;
      if (x === null) return 1;
      if (y === null) return -1;
      return rank(x) < rank(y) === descending ? 1 : -1;
    }
    return 0;
  };
}
