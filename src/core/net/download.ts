import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { guardedLookup, type Resolve } from "./guarded-lookup.ts";
import { NOT_ALLOWED, type OutgoingGuard, OutgoingRefused } from "./outgoing-guard.ts";

type Options = {
  guard: OutgoingGuard;
  headers: Record<string, string>;
  /** Sent to the origin of the first URL only, and never again once a redirect has left it. */
  credentials: Record<string, string>;
  /** How long each connection may take to answer, in ms. */
  answerMs: number;
  signal: AbortSignal;
  resolve?: Resolve | undefined;
};

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** A redirect that leads nowhere, or on and on. */
export class BadRedirect extends Error {
  override readonly name = "BadRedirect";
}
/** Nothing was answered in time. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * GET of a URL that somebody else chose; gives the answer when its head is there, with the body still to be read. Each
 * hop of a redirect is checked as the first was: its URL, and the very address that is connected to. No proxy of the
 * environment is used. The caller ends the answer by reading it, or by destroying it.
 */
export async function download(url: URL, options: Options): Promise<IncomingMessage> {
  let at = url;
  let trusted = true;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    trusted &&= at.origin === url.origin;
    const answer = await get(at, options, trusted);
    if (!REDIRECTS.has(answer.statusCode ?? 0)) return answer;
    const { location } = answer.headers;
    answer.destroy();
    if (location === undefined || !URL.canParse(location, at)) throw new BadRedirect("A redirect leads to no address.");
    at = new URL(location, at);
    if (at.username + at.password !== "")
      throw new BadRedirect("A redirect leads to an address with a password in it.");
  }
  throw new BadRedirect(`There were more than ${MOST_REDIRECTS} redirects.`);
}

function get(url: URL, options: Options, trusted: boolean): Promise<IncomingMessage> {
  const { guard, headers, credentials, answerMs, signal, resolve } = options;
  guard.requireUrl(url);
  const secure = url.protocol === "https:";
  const module = secure ? https : http;
  return new Promise((done, fail) => {
    const request = module.request(url, {
      method: "GET",
      agent: false,
      signal,
      lookup: guardedLookup(guard, secure, resolve),
      headers: { ...headers, ...(trusted && credentials), connection: "close" },
    });
    const late = setTimeout(() => request.destroy(new NoAnswer("Nothing was answered.")), answerMs);
    request.once("socket", (socket) =>
      socket.once("connect", () => {
        if (!guard.mayConnect(socket.remoteAddress ?? "", secure)) request.destroy(new OutgoingRefused(NOT_ALLOWED));
      }),
    );
    request.on("error", (error) => {
      clearTimeout(late);
      fail(error);
    });
    request.once("response", (answer) => {
      clearTimeout(late);
      done(answer);
    });
    request.end();
  });
}
