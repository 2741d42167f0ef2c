import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { permissionChanges, permissionStores } from "#db/schema/permissions.ts";
import type { Logger } from "../logger.ts";
import { Refusal } from "../refusal.ts";
import { filledStore } from "./filled-store.ts";
import type { OpenFga } from "./openfga.ts";
import type { Question } from "./questions.ts";
import type { Tuple } from "./tuple.ts";

/**
 * How far the server is in step with one organization, as a transaction saw it: whether something that others did is still
 * to be told, and what was born in this transaction, of which it cannot know. Null: it was never filled.
 */
type Standing = { modelId: string; behind: boolean; born: readonly string[] } | null;

/** An OpenFGA server whose word is needed beside that of the tables. */
export type Judge = {
  openFga: OpenFga;
  /** Taken in the transaction that decided, after it did: what was committed before that has been told, or is seen here. */
  standing(db: Db, orgId: string): Promise<Standing>;
  /**
   * Refuses what the server does not allow: `not_found` for what one may not see, else `forbidden`. While it has not been
   * told everything of the organization, its no may be a thing of the past, and what the tables said stands. `unavailable`
   * if it cannot be asked, or was never filled.
   */
  confirm(questions: readonly Question[], standing: Standing): Promise<void>;
};

const RETRY_SECONDS = 2;
const QUIET_MS = 10_000;

const closed = () =>
  new Refusal("unavailable", "Who may do what cannot be checked right now.", { retry_after: RETRY_SECONDS });

export function makeJudge(openFga: OpenFga, log: Logger): Judge {
  const said = new Map<string, number>();
  /** What would be said at every request is said every ten seconds. */
  const sayOnce = (message: string, more: object = {}) => {
    if (performance.now() - (said.get(message) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    said.set(message, performance.now());
    log.warn(more, message);
  };
  /** Which of the questions are answered with no. */
  const ask = async (questions: readonly Question[], modelId: string) => {
    const asked = questions.flatMap((question) => tuplesOf(question).map((tuple) => ({ question, tuple })));
    try {
      const allowed = await openFga.check(
        modelId,
        asked.map(({ tuple }) => tuple),
      );
      return [...new Set(asked.filter((_, n) => !allowed[n]).map(({ question }) => question))];
    } catch (error) {
      sayOnce("OpenFGA could not be asked; requests into projects are refused until it can", { err: error });
      throw closed();
    }
  };

  return {
    openFga,
    async standing(db, orgId) {
      const own = sql`made_in = pg_current_xact_id_if_assigned()::text::bigint`;
      const changes = sql`from ${permissionChanges} where org_id = ${orgId}`;
      const [row] = await db
        .select({
          modelId: permissionStores.modelId,
          behind: sql<boolean>`exists (select 1 ${changes} and (${own}) is not true)`,
          born: sql<string[]>`array (select object ${changes} and is_birth and ${own})`,
        })
        .from(permissionStores)
        .where(filledStore(openFga.storeId));
      return row ?? null;
    },
    async confirm(questions, standing) {
      if (questions.length === 0) return;
      if (!standing) {
        sayOnce("OpenFGA has not been filled yet; requests into projects are refused until it is");
        throw closed();
      }
      const known = questions.filter(({ id }) => !standing.born.includes(id));
      if (known.length === 0) return;
      const refused = await ask(known, standing.modelId);
      const [first] = refused.toSorted((a, b) => Number(b.relation === "viewer") - Number(a.relation === "viewer"));
      if (!first || standing.behind) return;
      log.warn({ refused: refused.flatMap(tuplesOf) }, "OpenFGA refuses what the tables allow");
      if (first.relation === "viewer") throw new Refusal("not_found", `There is no such ${first.type}.`);
      throw new Refusal("forbidden", `You are not ${first.relation} of this ${first.type}.`);
    },
  };
}

/**
 * What a question is to the server. Whoever comes by a share link sees what the link is for, while its maker is an editor
 * there; what the charts of a shared dashboard read is opened by the dashboard's own verbs only, and to nobody else.
 */
function tuplesOf({ principal: { user, bound }, relation, type, id }: Question): Tuple[] {
  const object = `${type}:${id}`;
  if (!bound) return [{ user: `user:${user.id}`, relation, object }];
  const maker = { user: `user:${user.id}`, relation: "editor", object };
  const isPartOfDashboard = bound.type === "dashboard" && type === "source";
  return isPartOfDashboard ? [maker] : [maker, { user: `share_link:${bound.linkId}`, relation: "shared", object }];
}
