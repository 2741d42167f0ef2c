import { rm, writeFile } from "node:fs/promises";
import type { ConnectorStep, ConnectorTest } from "#contract/connector.ts";
import type { ConnectorSettings, FeedSettings, PostgresSettings } from "#contract/connector-settings.ts";
import { newId } from "#lib/id.ts";
import { FileProblem } from "../importing/file-problem.ts";
import type { OutgoingGuard } from "../net/outgoing-guard.ts";
import { outgoingGuard } from "../net/outgoing-guard.ts";
import type { Runtime } from "../runtime.ts";
import { unseal } from "../sealing.ts";
import { CONNECTOR_SECRET } from "./connector-secret.ts";
import { askFeed, explainFeed } from "./feed-answer.ts";
import { withRemote } from "./open-remote.ts";
import { type FoundColumn, type Known, planColumns } from "./plan-columns.ts";
import { feedProblem, foundIn, stageAnswer } from "./read-feed.ts";
import { describeRemote, statementOf } from "./remote-columns.ts";
import { StepProblem } from "./step-problem.ts";

const TEST_MS = 20_000;
const SAMPLE_BYTES = 1024 * 1024;

type Tried = { settings: ConnectorSettings; sealedSecret: string | null; known: Known };
type Way = { secret: string | null; guard: OutgoingGuard; signal: AbortSignal };

/** Goes the way of a sync up to the rows, and says which step of it fails and why. */
export async function tryConnector(
  runtime: Pick<Runtime, "config" | "importer" | "log">,
  { settings, sealedSecret, known }: Tried,
): Promise<ConnectorTest> {
  const { config } = runtime;
  const way: Way = {
    secret: sealedSecret === null ? null : unseal(config.secret, CONNECTOR_SECRET, sealedSecret),
    guard: outgoingGuard(config.outgoingAllowedRanges),
    signal: AbortSignal.timeout(TEST_MS),
  };
  const steps = stepsOf(settings);
  try {
    const found =
      settings.kind === "postgres" ? await lookAtTable(settings, way) : await lookAtFeed(runtime, settings, way);
    planColumns(found, known);
    return {
      ok: true,
      steps: steps.map((step) => ({ step, status: "passed" as const, detail: null })),
      columns: found.map(({ name, type }) => ({ name, type })),
    };
  } catch (error) {
    if (!(error instanceof StepProblem)) throw error;
    const at = steps.indexOf(error.step);
    return {
      ok: false,
      steps: steps.map((step, index) => ({
        step,
        status: index < at ? ("passed" as const) : index === at ? ("failed" as const) : ("skipped" as const),
        detail: index === at ? error.message : null,
      })),
      columns: error.review?.found ?? null,
    };
  }
}

/** The steps that a connector goes through, in their order. */
function stepsOf(settings: ConnectorSettings): ConnectorStep[] {
  if (settings.kind === "postgres")
    return [
      "resolve",
      "address",
      "connect",
      ...(settings.tls === "disable" ? [] : ["tls" as const]),
      "login",
      "query",
      "columns",
    ];
  const secure = settings.url.toLowerCase().startsWith("https:");
  return ["resolve", "address", "connect", ...(secure ? ["tls" as const] : []), "login", "answer", "format", "columns"];
}

const lookAtTable = (settings: PostgresSettings, way: Way): Promise<FoundColumn[]> =>
  withRemote({ ...way, settings: { ...settings, timeout_seconds: TEST_MS / 1000 } }, ({ tx }) =>
    describeRemote(tx, statementOf(settings), { firstRow: true }),
  );

/** The first mebibyte, looked at in a thread as an upload is. What it cuts through is left out. */
async function lookAtFeed(
  { importer }: Pick<Runtime, "importer">,
  settings: FeedSettings,
  way: Way,
): Promise<FoundColumn[]> {
  const answer = await askFeed({ ...way, settings });
  if (answer === null) throw new StepProblem("answer", "The feed answered with nothing.");
  const chunks: Buffer[] = [];
  const sample = {
    bytes: 0,
    write(chunk: Buffer) {
      this.bytes += chunk.length;
      chunks.push(Buffer.from(chunk));
    },
  };
  try {
    await stageAnswer(answer, settings, sample, () => {}, SAMPLE_BYTES);
  } catch (error) {
    throw explainFeed(error, { ...settings, timeout_seconds: TEST_MS / 1000 }, way.signal) ?? error;
  } finally {
    answer.close();
  }
  const all = Buffer.concat(chunks);
  const end = all.length < SAMPLE_BYTES ? all.length : all.lastIndexOf(10) + 1 || all.length;
  const id = newId("try");
  try {
    await writeFile(importer.pathOf(id), all.subarray(0, end), { mode: 0o600 });
    return foundIn(await importer.inspect(id));
  } catch (error) {
    if (error instanceof FileProblem) throw feedProblem(error.message);
    throw error;
  } finally {
    await rm(importer.pathOf(id), { force: true });
  }
}
