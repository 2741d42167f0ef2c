import type { Metadata } from "next";
import { attributeNames } from "#contract/row-condition.ts";
import { filterOps } from "#contract/source.ts";
import { TextLink } from "#ui/text-link.tsx";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { ConsoleLink } from "../parts/console-link.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { Section } from "../parts/section.tsx";

const { href, title, describes } = pageAt("/docs/policies");
export const metadata: Metadata = { title, description: describes };

const policy = {
  name: "Sales by region",
  source_id: "src_01kdx3m4f7e8ha9v2c5n6p8r0t",
  applies_to: [
    { type: "role", role: "viewer" },
    { type: "service_account", id: "sa_01kdx3m4f7e8ha9v2c5n6p8r0t" },
  ],
  rows: {
    or: [
      { column: "region", op: "eq", value: "eu" },
      { column: "owner", op: "eq", attribute: "user.email" },
    ],
  },
  columns: [
    { name: "card", access: "masked", mask: "last4" },
    { name: "customer", access: "masked", mask: "hash" },
    { name: "margin", access: "hidden" },
  ],
  other_columns: "visible",
};

const knows: Record<(typeof attributeNames)[number], string> = {
  "user.id": "The id of the member or service account.",
  "user.email":
    "Their address. Service accounts have none. Signing up does not prove an address: where it matters, invite by mail or use the id.",
  "user.name": "Their name. People choose their own, so never decide by it what they must not choose.",
  role: "owner, admin, editor or viewer of the organization.",
  project_role: "Their role in the source’s project.",
  "key.id": "The id of the API key; none without one.",
};

export default function PoliciesPage() {
  return (
    <Article
      href={href}
      title={title}
      lead="A policy says which rows and columns of one source somebody sees. It is part of every read: rows, queries, exports, dashboards and share links, through every credential, from the next request on."
    >
      <Section id="rules" title="What a policy does">
        <p>
          Without a policy, whoever sees a source sees all of it. Owners and admins write policies in the{" "}
          <ConsoleLink href="/policies">console</ConsoleLink> or by <Code>POST /policies</Code> with the scope{" "}
          <Code>policies:write</Code>.
        </p>
        <ul>
          <li>
            Policies only take away. Of several that bind somebody, a row is there if all of them say so, and a column
            shows what the strictest of them leaves.
          </li>
          <li>
            Whoever is named is bound: a member with every key and token of theirs and the share links they made,
            everybody of a role, a service account, a single key. <Code>everybody</Code> names owners and admins too.
          </li>
          <li>
            A change binds the next request, on every instance: policies are read together with the rows and kept
            nowhere else.
          </li>
        </ul>
        <Block title="POST /policies">{policy}</Block>
      </Section>

      <Section id="rows" title="Rows">
        <p>
          <Code>rows</Code> is a tree of <Code>{"{and: […]}"}</Code>, <Code>{"{or: […]}"}</Code>,{" "}
          <Code>{"{not: …}"}</Code> and comparisons: a column with a value, a column with an attribute of whoever reads,
          or an attribute with a value. The ops are those of <TextLink href="/docs/pagination">filters</TextLink>:{" "}
          {filterOps.join(", ")}. Values have the type of the column; <Code>in</Code> takes <Code>values</Code>,{" "}
          <Code>is_null</Code> true or false.
        </p>
        <DocsTable
          caption="Attributes"
          head={["Attribute", "Is"]}
          rows={[
            ...attributeNames.map((name) => ({
              key: name,
              cells: [
                <Code key="name">{name}</Code>,
                <span key="is" className="whitespace-normal">
                  {knows[name]}
                </span>,
              ],
            })),
            {
              key: "metadata",
              cells: [
                <Code key="name">key.metadata.NAME</Code>,
                <span key="is" className="whitespace-normal">
                  Of a service account’s key. People set that of their own keys, so there it counts as missing.
                </span>,
              ],
            },
          ]}
        />
        <p>
          A comparison with an empty cell, or with an attribute that the reader does not have, is neither true nor
          false, also inside <Code>not</Code>; and only rows for which the whole is true are there. <Code>ne</Code> is
          true for empty cells, as in filters.
        </p>
      </Section>

      <Section id="columns" title="Columns">
        <DocsTable
          caption="How a column can be shown"
          head={["Access", "Shows"]}
          rows={[
            { key: "visible", cells: [<Code key="a">visible</Code>, "The value."] },
            { key: "full", cells: [<Code key="a">masked, full</Code>, "•••• for every row."] },
            {
              key: "last4",
              cells: [
                <Code key="a">masked, last4</Code>,
                <span key="b" className="whitespace-normal">
                  The last four characters of values with nine or more; •••• otherwise.
                </span>,
              ],
            },
            {
              key: "hash",
              cells: [
                <Code key="a">masked, hash</Code>,
                <span key="b" className="whitespace-normal">
                  32 hexadecimal digits, the same for equal values in all sources of the organization, so that they can
                  be joined. They are keyed (HMAC-SHA256), so nobody can try values out. How often a value occurs still
                  shows.
                </span>,
              ],
            },
            { key: "hidden", cells: [<Code key="a">hidden</Code>, "Nothing, not even that there is such a column."] },
          ]}
        />
        <p>
          A masked column is text, whatever it holds. It cannot be filtered, sorted, grouped or aggregated: that is
          refused as for a column that is not there (<Code>422 invalid_input</Code>). Two different masks together show
          nothing. <Code>other_columns: "hidden"</Code> hides what the policy does not name, also what a later file
          brings.
        </p>
      </Section>

      <Section id="bound" title="For those who are bound">
        <ul>
          <li>
            <Code>{"GET /sources/{id}"}</Code> says so in <Code>limits</Code>. Its columns and its number of rows are
            those that you see.
          </li>
          <li>
            <Code>{"GET /api-keys/{id}/policies"}</Code> and the page of a key tell which policies bind it.
          </li>
          <li>
            Rejected rows are text of the file and are not shown; a source’s rows and columns cannot be changed by
            whoever does not see all of it (<Code>403 policy_violation</Code>).
          </li>
          <li>A cursor belongs to one view: after a change of policy, begin without one.</li>
          <li>
            A key that is bound makes or rotates no key, link or invitation that would be bound less, unless it may
            write policies.
          </li>
        </ul>
      </Section>

      <Section id="changes" title="When a source changes">
        <p>
          A policy that names a column which is gone, or compares as its type no longer allows, might have hidden what
          now has another name. Whoever it binds is refused every read of the source (<Code>403 policy_violation</Code>
          ), and the policy says in <Code>attention</Code> what no longer fits, until somebody changes it.
        </p>
      </Section>

      <Section id="check" title="Look before and after">
        <p>
          <Code>POST /policies/preview</Code> with <Code>{"{policy, as}"}</Code> shows what a member, service account or
          key sees now and would see with the policy: real rows, and never more than you see yourself.{" "}
          <Code>{"GET /policies/{id}/credentials"}</Code> lists the keys and tokens that a policy binds. On the page of
          a source, “View as…” reads its rows through somebody else’s eyes. Every change of a policy is in the audit log
          with what stood there before and after.
        </p>
      </Section>
    </Article>
  );
}
