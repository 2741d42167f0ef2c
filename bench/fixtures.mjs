import { mintSecret } from "../src/core/credentials/secret.ts";
import { migrateDatabase } from "../src/db/migrate.ts";
import { newId } from "../src/lib/id.ts";

/** With one key alone a rival's writes would queue for its row, which no real service makes them do. */
export const KEY_COUNT = 1_000;
const CHUNK = 5_000;
/** The largest that the column takes: no measured key may ever meet its limit. */
const UNLIMITED = 2_147_483_647;

/** Makes a database of its own on the server of `adminUrl`, with the product's tables. Gives its address. */
export async function makeDatabase(sql, adminUrl, name) {
  await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.unsafe(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The product's tables, an organization with its owner, and `count` keys in it. Gives the secrets. */
export async function makeKeys(sql, databaseUrl, count) {
  await migrateDatabase(databaseUrl);
  const [orgId, userId] = [newId("org"), newId("user")];
  await sql`insert into organizations (id, name) values (${orgId}, 'Bench')`;
  for (const livemode of [true, false])
    await sql`insert into projects (id, org_id, name, livemode, is_default)
      values (${newId("prj")}, ${orgId}, 'Default', ${livemode}, true)`;
  await sql`insert into users (id, email, name) values (${userId}, 'bench@example.test', 'Bench Owner')`;
  await sql`insert into memberships (org_id, user_id, role) values (${orgId}, ${userId}, 'owner')`;

  const secrets = [];
  while (secrets.length < count) {
    const size = Math.min(CHUNK, count - secrets.length);
    const made = Array.from({ length: size }, () => ({ id: newId("key"), ...mintSecret("gk", "live") }));
    await sql`insert into credentials (id, org_id, kind, type, name, hint, preset, scopes, owner_id, created_by, rate_limit)
      select id, ${orgId}, 'api_key', 'live', 'Bench', hint, 'custom', ${["data:read", "data:write"]}, ${userId}, ${userId},
        ${UNLIMITED} from unnest(${made.map(({ id }) => id)}::text[], ${made.map(({ hint }) => hint)}::text[]) as m (id, hint)`;
    await sql`insert into credential_secrets (hash, org_id, credential_id, hint)
      select hash, ${orgId}, id, hint from unnest(${made.map(({ hash }) => hash)}::text[], ${made.map(({ id }) => id)}::text[],
        ${made.map(({ hint }) => hint)}::text[]) as m (hash, id, hint)`;
    secrets.push(...made.map(({ reveal }) => reveal));
  }
  return secrets;
}

/** Uploads three small sources, so that a list has something to show. */
export async function uploadSources(origin, secret) {
  for (const name of ["Airports", "Movies", "Weather"]) {
    const form = new FormData();
    form.set("name", name);
    form.set("file", new Blob(["id,name\n1,one\n2,two\n"]), `${name}.csv`);
    const answer = await fetch(`${origin}/api/v1/sources`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}` },
      body: form,
    });
    if (answer.status !== 201) throw new Error(`POST /sources: ${answer.status} ${await answer.text()}`);
  }
}
