import type { Socket } from "node:net";
import postgres from "postgres";
import type { ConnectorStep } from "#contract/connector.ts";
import type { PostgresSettings } from "#contract/connector-settings.ts";
import { guardTransactions } from "#db/guard-transactions.ts";
import type { Resolve } from "../net/guarded-lookup.ts";
import { openSocket } from "../net/open-socket.ts";
import type { OutgoingGuard } from "../net/outgoing-guard.ts";
import { explainPostgres } from "./explain-postgres.ts";
import { startTls } from "./start-tls.ts";
import { StepProblem } from "./step-problem.ts";

const CONNECT_MS = 10_000;

export type Remote = {
  settings: PostgresSettings;
  secret: string | null;
  guard: OutgoingGuard;
  signal: AbortSignal;
  resolve?: Resolve;
  /** Hears of each step that has succeeded. */
  onStep?: (step: ConnectorStep) => void;
};
export type RemoteSession = {
  /** The one transaction of the session: read-only, of one snapshot. */
  tx: postgres.TransactionSql;
  /** What has come over the wire so far. */
  bytesRead(): number;
  /** Ends the session at once, with this as its reason. */
  fail(problem: StepProblem): void;
};

/**
 * Runs `work` in a read-only transaction of somebody else's PostgreSQL, over a socket that the guard has checked. Only
 * what the settings say is used, and nothing of the environment. Rejects with a StepProblem that may be shown.
 */
export async function withRemote<T>(remote: Remote, work: (session: RemoteSession) => Promise<T>): Promise<T> {
  const { settings, secret, signal, onStep = () => {} } = remote;
  let problem: StepProblem | null = null;
  const socket = await secured(remote, onStep);
  const fail = (reason: StepProblem) => {
    problem ??= reason;
    socket.destroy();
  };
  const abort = () => fail(new StepProblem("query", `Reading took longer than ${settings.timeout_seconds} seconds.`));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });

  let handed = false;
  const sql = guardTransactions(
    postgres({
      host: "remote",
      port: settings.port,
      database: settings.database,
      user: settings.user,
      pass: () => secret ?? "",
      max: 1,
      prepare: false,
      fetch_types: false,
      connect_timeout: CONNECT_MS / 1000,
      idle_timeout: 0,
      max_lifetime: null,
      onnotice: () => {},
      connection: { application_name: "gatehouse connector" },
      // One socket, once: the driver never connects anew by itself.
      socket: () => {
        if (handed) throw Object.assign(new Error("The connection was closed."), { code: "CONNECTION_CLOSED" });
        handed = true;
        return socket;
      },
    } as unknown as postgres.Options<Record<string, never>>),
  );
  try {
    return (await sql.begin("isolation level repeatable read read only", async (tx) => {
      onStep("login");
      await tx.unsafe(`set local statement_timeout = ${settings.timeout_seconds * 1000}; set local lock_timeout = 10000;
        set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'`);
      return work({ tx, bytesRead: () => socket.bytesRead, fail });
    })) as T;
  } catch (error) {
    throw problem ?? explainPostgres(error) ?? error;
  } finally {
    signal.removeEventListener("abort", abort);
    socket.destroy();
    await sql.end({ timeout: 0 }).catch(() => {});
  }
}

async function secured(remote: Remote, onStep: (step: ConnectorStep) => void): Promise<Socket> {
  const { settings, guard, signal, resolve } = remote;
  const { host, port, tls } = settings;
  const options = { guard, host, port, secure: tls !== "disable", timeoutMs: CONNECT_MS, signal, resolve };
  const socket = await openSocket(options).catch((error: unknown) => {
    throw explainPostgres(error) ?? error;
  });
  for (const step of ["resolve", "address", "connect"] as const) onStep(step);
  if (tls === "disable") return socket;
  const late = setTimeout(() => socket.destroy(), CONNECT_MS);
  try {
    const secured = await startTls(socket, settings);
    onStep("tls");
    return secured;
  } catch (error) {
    socket.on("error", () => {});
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
  }
}
