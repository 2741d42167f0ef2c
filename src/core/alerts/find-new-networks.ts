import { sql } from "drizzle-orm";
import { subjectTypeOf } from "./subject-type.ts";
import type { Look } from "./watch.ts";

type Row = {
  credential_id: string;
  network: string;
  ip: string;
  first_seen_at: string;
  org_id: string;
  kind: string | null;
  name: string;
  hint: string;
  owner_id: string;
  personal: boolean;
};

/**
 * What loading usage noted as new: a network that a credential was let in from and had not been used from before, its
 * very first network not counted. Looked at once and marked, so it is said once.
 */
export const findNewNetworks: Look = async (db) => {
  const rows = await db.execute<Row>(sql`
    with told as (
      update credential_networks n set unseen = false
      where n.unseen and (n.credential_id, n.network) in (
        select credential_id, network from credential_networks where unseen
        order by first_seen_at for update skip locked limit 500)
      returning n.*)
    select told.credential_id, told.network, told.ip, told.first_seen_at, told.org_id, c.kind, c.name, c.hint,
      c.owner_id, c.org_id is null as personal
    from told left join credentials c on c.id = told.credential_id`);
  return (
    rows
      // A link is made to be opened from anywhere.
      .filter(({ kind }) => kind !== null && kind !== "share")
      .map((row) => ({
        orgId: row.org_id,
        kind: "key.new_network" as const,
        subject: { type: subjectTypeOf(row.kind ?? ""), id: row.credential_id, name: row.name },
        ownerId: row.owner_id,
        personal: row.personal,
        onceKey: `network:${row.credential_id}:${row.network}`,
        data: { hint: row.hint, network: row.network, ip: row.ip, at: new Date(row.first_seen_at).toISOString() },
      }))
  );
};
