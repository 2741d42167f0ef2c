import { and, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { permissionChanges, permissionStores } from "#db/schema/permissions.ts";
import type { Logger } from "../logger.ts";
import type { Principal } from "../principal.ts";
import { Refusal } from "../refusal.ts";
import { modelHash } from "./model-hash.ts";
import type { OpenFga } from "./openfga.ts";
import type { Question } from "./questions.ts";

/** How far the server is in step with one organization, as its transaction saw it. */
export type Standing = { modelId: string; behind: boolean } | null;

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
  confirm(principal: Principal, questions: readonly Question[], standing: Standing): Promise<void>;
};

const RETRY_SECONDS = 2;

export function makeJudge(openFga: OpenFga, log: Logger): Judge {
  const ask = async (principal: Principal, questions: readonly Question[], modelId: string) => {
    const user = `user:${principal.user.id}`;
    try {
      return await openFga.check(
        modelId,
        questions.map((question) => ({ user, ...question })),
      );
    } catch (error) {
      log.warn({ err: error }, "OpenFGA could not be asked; the request is refused");
      throw new Refusal("unavailable", undefined, { retry_after: RETRY_SECONDS });
    }
  };

  return {
    openFga,
    async standing(db, orgId) {
      const [row] = await db
        .select({
          modelId: permissionStores.modelId,
          behind: sql<boolean>`exists (select 1 from ${permissionChanges} where org_id = ${orgId})`,
        })
        .from(permissionStores)
        .where(and(eq(permissionStores.storeId, openFga.storeId), eq(permissionStores.modelHash, modelHash)));
      return row ?? null;
    },
    async confirm(principal, questions, standing) {
      if (questions.length === 0) return;
      if (!standing) {
        log.warn("OpenFGA has not been filled yet: requests into projects are refused until it is");
        throw new Refusal("unavailable", undefined, { retry_after: RETRY_SECONDS });
      }
      const allowed = await ask(principal, questions, standing.modelId);
      const refused = questions.filter((_, n) => !allowed[n]);
      const [first] = refused.toSorted((a, b) => Number(b.relation === "viewer") - Number(a.relation === "viewer"));
      if (!first || standing.behind) return;
      log.warn({ user: principal.user.id, refused }, "OpenFGA refuses what the tables allow");
      const [type] = first.object.split(":");
      if (first.relation === "viewer") throw new Refusal("not_found", `There is no such ${type}.`);
      throw new Refusal("forbidden", `You are not ${first.relation} of this ${type}.`);
    },
  };
}
