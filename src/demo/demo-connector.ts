import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { syncNext } from "#core/connectors/sync-next.ts";
import type { Call } from "#core/verb.ts";
import { createConnector } from "#domain/connectors/create-connector.ts";
import { getSync } from "#domain/connectors/get-sync.ts";
import { listConnectors } from "#domain/connectors/list-connectors.ts";
import { startSync } from "#domain/connectors/start-sync.ts";
import { updateConnector } from "#domain/connectors/update-connector.ts";

const NAME = "CO2 concentration (demo feed)";
/** Where the demo says that its feed is. Nobody answers there (RFC 2606), so a sync of one's own shows a failure. */
const PLACE = "https://feeds.example.com/co2-concentration.csv";
/** Loopback is open to the seed's own feed, while the seed runs, and to nobody else. */
const LOOPBACK = "127.0.0.1/32";
const DATA = fileURLToPath(new URL("../../node_modules/vega-datasets/data/co2-concentration.csv", import.meta.url));

/** What the feed says each time it is asked: some years, a correction and more years, and the same once more. */
async function editions(): Promise<string[]> {
  const [header = "", ...rows] = (await readFile(DATA, "utf8")).trimEnd().split("\n");
  const text = (lines: readonly string[]) => `${[header, ...lines].join("\n")}\n`;
  const corrected = rows.slice(0, 720).map((row, index) => (index % 100 === 99 ? row.replace(/\d$/, "0") : row));
  return [text(corrected), text(rows), text(rows)];
}

/** Makes a connector with a history: a feed that is served here for a moment, by which it is synced three times. */
export async function makeConnector(call: () => Call): Promise<void> {
  const listed = await listConnectors(call(), listConnectors.input.parse({ limit: 100 }));
  const known = listed.data.find(({ name }) => name === NAME);
  if (known?.settings.kind === "http" && known.settings.url === PLACE) return;

  const texts = await editions();
  let edition = 0;
  const server = createServer((_, response) => response.end(texts[edition]));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { runtime } = call();
  const config = { ...runtime.config, outgoingAllowedRanges: [LOOPBACK] };
  const here = (): Call => ({ ...call(), runtime: { ...runtime, config } });
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/co2-concentration.csv`;
    const settings = { kind: "http" as const, url };
    const id =
      known?.id ??
      (await createConnector(here(), createConnector.input.parse({ name: NAME, settings, key_columns: ["Date"] }))).id;
    if (known) await updateConnector(here(), { id, settings: { url } });
    for (edition = 0; edition < texts.length; edition += 1) {
      const sync = await startSync(here(), { id });
      do await syncNext(here().runtime);
      while ((await getSync(call(), { id: sync.id })).finished_at === null);
    }
    await updateConnector(call(), { id, settings: { url: PLACE } });
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}
