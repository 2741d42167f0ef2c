import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { FeedAuth, FeedSettings } from "#contract/connector-settings.ts";
import type { SeenContent } from "#db/schema/connectors.ts";
import { BadRedirect, download, NoAnswer } from "../net/download.ts";
import type { Resolve } from "../net/guarded-lookup.ts";
import type { OutgoingGuard } from "../net/outgoing-guard.ts";
import { explainNetwork } from "./explain-network.ts";
import { StepProblem } from "./step-problem.ts";

const ANSWER_MS = 30_000;

type Asking = {
  settings: FeedSettings;
  secret: string | null;
  guard: OutgoingGuard;
  signal: AbortSignal;
  resolve?: Resolve;
  /** What was seen last, for asking whether there is anything new. */
  seen?: Pick<SeenContent, "etag" | "lastModified"> | null;
};
export type FeedAnswer = {
  body: Readable;
  etag: string | null;
  lastModified: string | null;
  /** Ends the connection, read to its end or not. */
  close(): void;
};

/** Asks a feed for its rows. Null: it has not changed. Rejects with a StepProblem that may be shown. */
export async function askFeed(asking: Asking): Promise<FeedAnswer | null> {
  const { settings, secret, guard, signal, resolve, seen } = asking;
  const answer = await download(new URL(settings.url), {
    guard,
    signal,
    ...(resolve && { resolve }),
    answerMs: ANSWER_MS,
    credentials: authorization(settings.auth, secret),
    headers: {
      accept: "text/csv, application/x-ndjson, application/json;q=0.9, */*;q=0.5",
      "accept-encoding": "gzip",
      "user-agent": "Gatehouse-Connector/1",
      ...(seen?.etag && { "if-none-match": seen.etag }),
      ...(seen?.lastModified && { "if-modified-since": seen.lastModified }),
    },
  }).catch((error: unknown) => {
    throw explainFeed(error, settings, signal) ?? error;
  });
  const { statusCode = 0, headers } = answer;
  if (statusCode === 304 && seen) {
    answer.destroy();
    return null;
  }
  if (statusCode !== 200) {
    answer.destroy();
    throw refusedBy(statusCode);
  }
  const body = decoded(answer);
  return {
    body,
    etag: shortHeader(headers.etag),
    lastModified: shortHeader(headers["last-modified"]),
    close() {
      answer.destroy();
      body.destroy();
    },
  };
}

/** An error of the way to a feed, as its owner may read it, or null. */
export function explainFeed(
  error: unknown,
  { timeout_seconds }: FeedSettings,
  signal: AbortSignal,
): StepProblem | null {
  // Being stopped shows as whatever the connection makes of it.
  if (signal.aborted && !(error instanceof StepProblem))
    return new StepProblem("answer", `Reading took longer than ${timeout_seconds} seconds.`, { cause: error });
  if (error instanceof BadRedirect) return new StepProblem("answer", error.message, { cause: error });
  if (error instanceof NoAnswer)
    return new StepProblem("answer", `The feed did not answer within ${ANSWER_MS / 1000} seconds.`);
  const { code = "" } = error as Error & { code?: string };
  if (code.startsWith("HPE_")) return new StepProblem("answer", "The host does not speak HTTP.", { cause: error });
  if (code.startsWith("Z_"))
    return new StepProblem("format", "What was sent as gzip is not, or is damaged.", { cause: error });
  return explainNetwork(error);
}

function refusedBy(status: number): StepProblem {
  if (status === 401 || status === 403 || status === 407)
    return new StepProblem("login", `The feed refuses the credentials, or asks for some (status ${status}).`);
  if (status === 404 || status === 410)
    return new StepProblem("answer", `There is nothing at this URL (status ${status}).`);
  if (status === 429) return new StepProblem("answer", "The feed says that it is asked too often (status 429).");
  return new StepProblem("answer", `The feed answered with status ${status} instead of 200.`);
}

function decoded(answer: IncomingMessage): Readable {
  const encoding = answer.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return answer;
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    answer.destroy();
    throw new StepProblem("format", "The feed is compressed in a way that was not asked for. Only gzip is read.");
  }
  const gunzip = createGunzip();
  answer.on("error", (error) => gunzip.destroy(error));
  answer.on("aborted", () => gunzip.destroy(Object.assign(new Error("The answer was cut."), { code: "ECONNRESET" })));
  return answer.pipe(gunzip);
}

function authorization(auth: FeedAuth, secret: string | null): Record<string, string> {
  if (auth.type === "none" || secret === null) return {};
  if (auth.type === "bearer") return { authorization: `Bearer ${secret}` };
  if (auth.type === "header") return { [auth.name.toLowerCase()]: secret };
  return { authorization: `Basic ${Buffer.from(`${auth.user}:${secret}`).toString("base64")}` };
}

/** Sent back as it came, so only what can be a header again. */
const shortHeader = (value: string | undefined): string | null =>
  value !== undefined && value.length <= 500 && /^[\x20-\x7e]+$/.test(value) ? value : null;
