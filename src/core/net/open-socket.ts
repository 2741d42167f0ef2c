import { connect, isIP, type Socket } from "node:net";
import { guardedLookup, type Resolve } from "./guarded-lookup.ts";
import { NOT_ALLOWED, type OutgoingGuard, OutgoingRefused } from "./outgoing-guard.ts";

type Options = {
  guard: OutgoingGuard;
  host: string;
  port: number;
  /** Whether TLS will be spoken: without it only the ranges that the operator allows are connected to. */
  secure: boolean;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  resolve?: Resolve | undefined;
};

/**
 * A TCP connection to a host that somebody else chose, for protocols other than HTTP. The guard is asked about each
 * address before it is connected to, and about the one that answered once more. Rejects with OutgoingRefused, with the
 * resolver's error, or with the socket's.
 */
export function openSocket({ guard, host, port, secure, timeoutMs, signal, resolve }: Options): Promise<Socket> {
  const literal = isIP(host) !== 0;
  const refused = () => new OutgoingRefused(NOT_ALLOWED);
  if (literal && !guard.mayConnect(host, secure)) return Promise.reject(refused());

  return new Promise((done, fail) => {
    const socket = connect({
      host,
      port,
      lookup: guardedLookup(guard, secure, resolve),
      autoSelectFamily: true,
      noDelay: true,
    });
    const settle = (error: Error | null) => {
      clearTimeout(late);
      signal?.removeEventListener("abort", abort);
      socket.removeListener("error", settle);
      if (!error) return done(socket);
      socket.on("error", () => {});
      socket.destroy();
      fail(error);
    };
    const tooLate = () => settle(Object.assign(new Error("The connection took too long."), { code: "ETIMEDOUT" }));
    const abort = () => settle(new DOMException("The work was stopped.", "AbortError"));
    const late = setTimeout(tooLate, timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    socket.once("error", settle);
    socket.once("connect", () => settle(guard.mayConnect(socket.remoteAddress ?? "", secure) ? null : refused()));
    if (signal?.aborted) abort();
  });
}
