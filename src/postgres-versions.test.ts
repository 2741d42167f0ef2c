import { expect, inject, test } from "vitest";
import { verifyAudit } from "#domain/audit/verify-audit.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { serveApi } from "#testing/api-server.ts";
import { importFile } from "#testing/import-file.ts";
import { startSystemPostgres, systemServers } from "#testing/system-postgres.ts";
import { makeWorld } from "#testing/world.ts";

/** The main job from the migrations on, on a server of that version. */
async function mainJob(server: string): Promise<void> {
  const world = await makeWorld({}, server);
  try {
    const api = await serveApi(world);
    const owner = await world.member(await world.organization(), "owner");
    const stranger = await world.member(await world.organization(), "owner");
    const key = await createKey(world.call(owner), createKey.input.parse({ name: "Key", preset: "full_access" }));
    const theirs = await createKey(world.call(stranger), createKey.input.parse({ name: "Key", preset: "full_access" }));
    const secret = key.api_key ?? "";
    const source = await importFile(world, owner, "city,people\nBern,134591\nBasel,173863\nnowhere,many\n", {
      columns: [{ name: "people", type: "integer" }],
    });
    expect(source).toMatchObject({ status: "ready", row_count: 2, rejected_rows: 1 });

    const rows = await api.send("GET", `/sources/${source.id}/data?filter=people:gt:150000`, { key: secret });
    expect(rows.body.data).toEqual([{ city: "Basel", people: 173863 }]);
    expect((await api.send("GET", `/sources/${source.id}/data`, { key: theirs.api_key ?? "" })).status).toBe(404);
    expect((await api.send("GET", `/sources/${source.id}/export?format=csv`, { key: secret })).text).toBe(
      "city,people\r\nBern,134591\r\nBasel,173863\r\n",
    );
    await world.runtime.meter.flush();
    const usage = await api.send("GET", "/usage", { key: secret });
    expect(usage.body).toMatchObject({ total_requests: 2, total_errors: 0 });
    expect((await api.send("DELETE", `/api-keys/${key.id}`, { key: secret })).status).toBe(200);
    expect((await api.send("GET", "/user", { key: secret })).body.code).toBe("revoked_token");
    expect(await verifyAudit(world.call(owner), {})).toMatchObject({ valid: true, signed: true });
    await api.close();
  } finally {
    await world.close();
  }
}

test("the main job runs from the migrations on, on the PostgreSQL that comes along", () => mainJob(inject("adminUrl")));

for (const server of systemServers())
  test(`the main job runs on this machine's PostgreSQL ${server.version}`, async () => {
    const { url, stop } = await startSystemPostgres(server);
    try {
      await mainJob(url);
    } finally {
      await stop();
    }
  });
