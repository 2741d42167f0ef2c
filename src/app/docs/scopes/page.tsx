import { Check, Minus } from "lucide-react";
import type { Metadata } from "next";
import { Preset, presets, scopesOfPreset } from "#contract/preset.ts";
import { grantableScopes, Role } from "#contract/role.ts";
import { holdsScope, type Resource, resources, type Scope, scopes } from "#contract/scope.ts";
import type { Operation } from "#rest/operation.ts";
import { operations } from "#rest/operations.ts";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { Code } from "../parts/code.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { ErrorLink } from "../parts/error-link.tsx";
import { MethodPath } from "../parts/method-path.tsx";
import { Section } from "../parts/section.tsx";

const { href, title, describes } = pageAt("/docs/scopes");
export const metadata: Metadata = { title, description: describes };

const verbs: Record<string, string> = { read: "See", write: "See and change", verify: "Verify" };

/** What a scope opens, in words. */
function wordsOf(scope: Scope): string {
  const [resource = "", action = ""] = scope.split(":");
  return `${verbs[action]} ${resources[resource as Resource].describes}.`;
}

const scopeOf = (operation: Operation): Scope | null => (operation.kind === "verb" ? operation.verb.scope : null);
const opens = (scope: Scope) => operations.filter((operation) => scopeOf(operation) === scope).length;

const accessOf = (held: readonly Scope[], resource: string): string => {
  if (holdsScope(held, `${resource}:write` as Scope)) return "Read and write";
  return holdsScope(held, `${resource}:read` as Scope) ? "Read" : "None";
};

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const tags = [...new Set(operations.map(({ tag }) => tag))];

export default function ScopesPage() {
  return (
    <Article
      href={href}
      title={title}
      lead="A key may do what its scopes say and what the role of its owner includes right now, whichever is less."
    >
      <Section id="effective" title="What counts">
        <p>
          Scopes are given to a key when it is made. Roles are given to members. For each request we look at both as
          they are at that moment: the scopes that are in both are the key’s effective scopes. <Code>GET /user</Code>{" "}
          lists them.
        </p>
        <p>
          A scope is a resource and an action, such as <Code>data:read</Code>. Each <Code>write</Code> includes the{" "}
          <Code>read</Code> of the same resource. Without the scope that an operation needs, the answer is{" "}
          <ErrorLink code="insufficient_scope" />. It names the scope in <Code>required_scopes</Code> and in the header{" "}
          <Code>X-Accepted-Scopes</Code>, and links to where the key is mended in <Code>fix_url</Code>.
        </p>
        <Block title="403 Forbidden, shortened">
          {{
            code: "insufficient_scope",
            detail: "This key lacks data:write.",
            required_scopes: ["data:write"],
          }}
        </Block>
      </Section>

      <Section id="scopes" title="Scopes">
        <p>
          The last column counts the operations that ask for exactly this scope. Where there are none yet, the scope is
          reserved for parts of the API that are still to come.
        </p>
        <DocsTable
          caption="Scopes"
          head={["Scope", "Opens", "Operations"]}
          rows={scopes.map((scope) => ({
            key: scope,
            cells: [
              <code key="scope" className="whitespace-nowrap font-mono text-sm">
                {scope}
              </code>,
              wordsOf(scope),
              <span key="count" className="tabular font-mono text-sm text-muted">
                {opens(scope) || "none yet"}
              </span>,
            ],
          }))}
        />
      </Section>

      <Section id="presets" title="Presets">
        <p>
          A preset is a named set of scopes, cut to what your role lets you grant. The key keeps the scopes that the
          preset stood for when it was made.
        </p>
        <DocsTable
          caption="Presets, as an owner gets them"
          head={["Preset", "Stands for", "Scopes"]}
          rows={Preset.options.map((preset) => {
            const held = scopesOfPreset(preset, grantableScopes("owner"));
            return {
              key: preset,
              cells: [
                <span key="name" className="flex flex-col items-start gap-1">
                  <strong className="whitespace-nowrap">{presets[preset].label}</strong>
                  <Code>{preset}</Code>
                </span>,
                presets[preset].describes,
                <span key="scopes" className="text-muted">
                  {preset === "custom" && "those you choose"}
                  {preset === "full_access" && "all"}
                  {preset === "read_only" && <>each that ends in :read</>}
                  {preset === "data_access" && held.join(", ")}
                </span>,
              ],
            };
          })}
        />
      </Section>

      <Section id="roles" title="Roles">
        <p>
          This is the most that a key of a member can do. Editors and viewers see and manage their own keys, usage and
          requests; owners and admins those of everybody. A viewer makes keys in the console, and those only read.
        </p>
        <DocsTable
          caption="What each role may do"
          head={["Resource", ...Role.options.map(capital)]}
          rows={Object.entries(resources).map(([resource, { label }]) => ({
            key: resource,
            cells: [
              label,
              ...Role.options.map((role) => <Access key={role} access={accessOf(grantableScopes(role), resource)} />),
            ],
          }))}
        />
        <p>Nobody can put a scope into a key that they could not use themselves.</p>
      </Section>

      <Section id="operations" title="Operations and their scopes">
        <p>Every operation of the API, from the list that the server itself serves from.</p>
        {tags.map((tag) => (
          <div key={tag}>
            <h3 className="mb-2 text-base font-medium">{tag}</h3>
            <DocsTable
              caption={`Operations: ${tag}`}
              head={["Operation", "What it does", "Scope"]}
              rows={operations
                .filter((operation) => operation.tag === tag)
                .map((operation) => ({
                  key: operation.id,
                  cells: [
                    <MethodPath key="path" operation={operation} />,
                    operation.summary,
                    <Needed key="scope" operation={operation} />,
                  ],
                }))}
            />
          </div>
        ))}
      </Section>
    </Article>
  );
}

function Access({ access }: { access: string }) {
  if (access === "None")
    return (
      <span className="text-subtle">
        <Minus aria-hidden className="inline size-4" />
        <span className="sr-only">None</span>
      </span>
    );
  return (
    <span className="flex items-baseline gap-1.5 whitespace-nowrap">
      <Check aria-hidden className="size-3.5 shrink-0 self-center text-success" />
      {access === "Read" ? "Read" : "Write"}
    </span>
  );
}

function Needed({ operation }: { operation: Operation }) {
  const scope = scopeOf(operation);
  if (scope) return <code className="whitespace-nowrap font-mono text-sm">{scope}</code>;
  if (operation.kind !== "verb") return <span className="text-muted">no key</span>;
  return <span className="text-muted">{operation.verb.sessionOnly ? "signed in" : "any key"}</span>;
}
