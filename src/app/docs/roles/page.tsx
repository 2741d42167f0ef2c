import { Check, Minus, UserRound } from "lucide-react";
import type { Metadata } from "next";
import { Role } from "#contract/role.ts";
import { type Reach, whoMay } from "#contract/who-may.ts";
import { modelText } from "#core/permissions/model.generated.ts";
import { TextLink } from "#ui/text-link.tsx";
import { Article } from "../parts/article.tsx";
import { Block } from "../parts/block.tsx";
import { pageAt } from "../parts/contents.ts";
import { DocsTable } from "../parts/docs-table.tsx";
import { Section } from "../parts/section.tsx";

const { href, title, describes } = pageAt("/docs/roles");
export const metadata: Metadata = { title, description: describes };

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const idOf = (heading: string) => heading.toLowerCase().replace(/[^a-z]+/g, "-");

const reaches: Record<Reach, { icon: typeof Check; word: string; look: string }> = {
  all: { icon: Check, word: "Yes", look: "text-success" },
  own: { icon: UserRound, word: "Own", look: "text-accent" },
  none: { icon: Minus, word: "No", look: "text-subtle" },
};

export default function RolesPage() {
  return (
    <Article
      href={href}
      title={title}
      lead="What each role reaches, deed by deed. The same table is held against the program by its tests."
    >
      <Section id="reading" title="How to read it">
        <p>
          A member does what their role says, in the console and through every credential of theirs. A credential does
          at most that, and less where its <TextLink href="/docs/scopes">scopes</TextLink> are fewer. Both are looked at
          anew for each request: whoever is demoted is bound from the next one on.
        </p>
        <ul>
          <li>Yes: everything of the organization that the member can see.</li>
          <li>Own: what belongs to the member. Anything else answers as if it were not there.</li>
          <li>No: refused.</li>
        </ul>
      </Section>
      <Section id="in-a-project" title="In a project">
        <p>
          What a role of the organization opens is bounded by the project that a thing lies in. The rule for that is
          written once, as relations in the modelling language of OpenFGA, and every statement that reads or changes
          something in a project is compiled from it. This is the very file:
        </p>
        <Block title="src/core/permissions/model.fga" language="python">
          {modelText}
        </Block>
      </Section>
      {Object.entries(whoMay).map(([heading, rows]) => (
        <Section key={heading} id={idOf(heading)} title={heading}>
          <DocsTable
            caption={`Who may: ${heading}`}
            head={["To", ...Role.options.map(capital)]}
            rows={Object.entries(rows).map(([verb, { does, may }]) => ({
              key: verb,
              cells: [
                <span key="does" className="whitespace-normal">
                  {does}
                </span>,
                ...Role.options.map((role) => <ReachCell key={role} reach={may[role]} />),
              ],
            }))}
          />
        </Section>
      ))}
    </Article>
  );
}

function ReachCell({ reach }: { reach: Reach }) {
  const { icon: Icon, word, look } = reaches[reach];
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={`size-3.5 shrink-0 ${look}`} />
      <span className={reach === "none" ? "text-muted" : undefined}>{word}</span>
    </span>
  );
}
