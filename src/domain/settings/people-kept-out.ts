import { sql } from "drizzle-orm";
import type { Affected } from "#contract/settings.ts";
import type { Db } from "#db/client.ts";

/** The members without a second factor, whom the portal would keep out until they set one up. */
export async function peopleKeptOut(db: Db, orgId: string): Promise<Affected[]> {
  const people = await db.execute<{ id: string; name: string }>(sql`
    select u.id, u.name from memberships m join users u on u.id = m.user_id
    where m.org_id = ${orgId} and u.kind = 'person' and u.disabled_at is null and not user_has_second_factor(u.id)`);
  return people.map(({ id, name }) => ({
    effect: "kept_out",
    detail: "Has no second factor, and has to set one up before anything else.",
    credential: null,
    owner: { id, name, kind: "person" },
    expires_at: null,
    addresses: [],
    limit: null,
    peak: null,
  }));
}
