import path from "node:path";
import { connect, type Db, type Sql } from "#db/client.ts";
import { drizzleOver } from "#db/drizzle-over.ts";
import { type Clock, databaseClock } from "#lib/clock.ts";
import { type AuditSigner, auditSigner } from "./audit/signer.ts";
import type { Config } from "./config.ts";
import { type AllowedOrigins, allowedOrigins } from "./cors/allowed-origins.ts";
import { credentialCache } from "./credentials/cache.ts";
import type { CredentialRecord } from "./credentials/credential-record.ts";
import { credentialResolver, type Resolver } from "./credentials/resolve.ts";
import { type Exporter, startExporter } from "./exporting/exporter.ts";
import { type Importer, startImporter } from "./importing/importer.ts";
import { type Indexer, startIndexer } from "./indexing/indexer.ts";
import { type Invalidation, startInvalidation } from "./invalidation.ts";
import { type ScanningKeys, scanningKeys } from "./leaks/scanning-keys.ts";
import type { Limiter } from "./limits/limiter.ts";
import { restoreLimits } from "./limits/restore-limits.ts";
import { startLimiter } from "./limits/start-limiter.ts";
import { type Logger, makeLogger } from "./logger.ts";
import { type Mailer, makeMailer } from "./mail/mailer.ts";
import { startMaintenance } from "./maintenance.ts";
import { startMeter } from "./metering/meter.ts";
import type { Meter } from "./metering/metered-request.ts";
import { type Judge, makeJudge } from "./permissions/judge.ts";
import { type SlowReads, slowReads } from "./slow-reads.ts";
import type { ObjectStore } from "./storage/object-store.ts";
import { openStore } from "./storage/open-store.ts";
import { readAccessToken } from "./tokens/access-token.ts";
import { type KeyRing, keyRing } from "./tokens/key-ring.ts";
import { type BackgroundWork, backgroundWork } from "./work/background-work.ts";
import { jobsOf } from "./work/jobs.ts";

/** Everything with a state, made once for each process. The rest of the program is functions of it. */
export type Runtime = {
  config: Config;
  log: Logger;
  clock: Clock;
  sql: Sql;
  db: Db;
  invalidation: Invalidation;
  resolver: Resolver;
  signingKeys: KeyRing;
  allowedOrigins: AllowedOrigins;
  limiter: Limiter;
  meter: Meter;
  auditSigner: AuditSigner;
  importer: Importer;
  exporter: Exporter;
  indexer: Indexer;
  store: ObjectStore;
  slowReads: SlowReads;
  /** Tests of connectors wait for the network, and not for our own connections. */
  connectorTests: SlowReads;
  mailer: Mailer;
  scanningKeys: ScanningKeys;
  /** An OpenFGA server that has to agree; null: none is configured. */
  judge: Judge | null;
  work: BackgroundWork;
  stop(): Promise<void>;
};

/** Each for some seconds; of one organization half of them. */
const CONNECTOR_TESTS = 16;

const KEY = Symbol.for("gatehouse.runtime");
const holder = globalThis as { [KEY]?: Runtime };

/**
 * The runtime of this process. Next bundles its pages, so this module may exist twice; the object itself is kept on
 * `globalThis` and exists once.
 */
export function runtime(): Runtime {
  const made = holder[KEY];
  if (!made) throw new Error("The runtime has not been started.");
  return made;
}

/** Connects, listens, restores the running limits, and begins to load what an earlier process left in the spool. */
export async function startRuntime(config: Config): Promise<Runtime> {
  const log = makeLogger(config.logLevel);
  const clock = databaseClock();
  const sql = connect(config.databaseUrl, { max: config.databasePoolSize });
  const db = drizzleOver(sql);
  const cache = credentialCache<CredentialRecord>(config.credentialCacheSize);
  const signingKeys = keyRing({
    db,
    secret: config.secret,
    clock,
    log,
    isHearing: () => invalidation.isHearing(),
  });
  let limiter: Limiter | null = null;
  let origins: AllowedOrigins | null = null;
  /** Whatever a token was taken for was checked with a key that may be withdrawn by now. */
  const forgetSigningKeys = () => {
    signingKeys.forget();
    cache.dropAll();
  };
  const invalidation = await startInvalidation({
    sql,
    databaseUrl: config.databaseUrl,
    log,
    drop(change) {
      if (change.signing_keys) forgetSigningKeys();
      else if (change.instances) limiter?.onInstancesChanged();
      else cache.drop(change);
      if (change.organization) origins?.forget();
    },
    dropAll() {
      forgetSigningKeys();
      origins?.forget();
      limiter?.onInstancesChanged();
    },
    onHeartbeat: clock.set,
  });
  origins = allowedOrigins({ sql, invalidation });
  const meter = await startMeter({
    folder: path.join(config.dataFolder, "spool"),
    databaseUrl: config.databaseUrl,
    log,
  });
  await meter.flush();
  limiter = await startLimiter({
    databaseUrl: config.databaseUrl,
    clock,
    log,
    restore: (callers, addresses) => restoreLimits({ sql, callers, addresses, nowMs: clock.nowMs() }),
    orGone: invalidation.orGone,
  });
  const { dataFolder, databaseUrl } = config;
  const importer = await startImporter({ dataFolder, databaseUrl, sql, log });
  const exporter = startExporter(databaseUrl);
  const indexer = startIndexer({ databaseUrl, log });
  const store = await openStore(config);
  const stopMaintenance = startMaintenance({ sql, config, log });
  const mailer = makeMailer(config, log);
  // Loaded by whoever has such a server only: its client brings much along.
  const judge = config.openFga
    ? makeJudge((await import("./permissions/openfga.ts")).openFga(config.openFga), log)
    : null;

  const made: Runtime = {
    config,
    log,
    clock,
    sql,
    db,
    invalidation,
    signingKeys,
    resolver: credentialResolver({
      sql,
      prefix: config.secretPrefix,
      cache,
      invalidation,
      readToken: (jwt) =>
        readAccessToken(jwt, { ring: signingKeys, publicUrl: config.publicUrl, nowMs: clock.nowMs() }),
    }),
    allowedOrigins: origins,
    limiter,
    meter,
    auditSigner: auditSigner(config.secret),
    importer,
    exporter,
    indexer,
    store,
    slowReads: slowReads(config.databasePoolSize),
    connectorTests: slowReads(CONNECTOR_TESTS),
    mailer,
    scanningKeys: scanningKeys(config, log),
    judge,
    work: backgroundWork(
      log,
      jobsOf(() => made),
    ),
    async stop() {
      await made.work.stop();
      mailer.close();
      stopMaintenance();
      await importer.stop();
      await exporter.stop();
      await indexer.stop();
      store.close();
      await meter.stop();
      await limiter?.stop();
      await invalidation.stop();
      await sql.end({ timeout: 5 });
      if (holder[KEY] === made) delete holder[KEY];
    },
  };
  holder[KEY] = made;
  return made;
}
