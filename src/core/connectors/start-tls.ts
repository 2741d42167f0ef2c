import { isIP, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { PostgresSettings } from "#contract/connector-settings.ts";
import { explainNetwork } from "./explain-network.ts";
import { StepProblem } from "./step-problem.ts";

/** SSLRequest of PostgreSQL's protocol: its length, and 80877103. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = 0x53;

/**
 * Asks a PostgreSQL for TLS and changes over. Never goes on without it: a server that has none, or somebody in between
 * who says so, ends as a problem.
 */
export async function startTls(socket: Socket, { host, tls, ca }: PostgresSettings): Promise<TLSSocket> {
  const answer = await askForTls(socket);
  if (answer !== YES)
    throw new StepProblem("tls", "The server offers no TLS. Switch it on there, or choose a connection without.");
  const verify = tls === "verify-full";
  return new Promise((done, fail) => {
    const secured = connect({
      socket,
      ...(isIP(host) === 0 && { servername: host }),
      host,
      rejectUnauthorized: verify,
      ...(ca !== null && { ca }),
    });
    const failed = (error: Error) => {
      secured.on("error", () => {});
      secured.destroy();
      fail(
        explainNetwork(error) ?? new StepProblem("tls", "TLS could not be agreed on with the host.", { cause: error }),
      );
    };
    const closed = () => failed(new StepProblem("tls", "The host cut the connection while TLS was agreed on."));
    secured.once("error", failed);
    secured.once("close", closed);
    secured.once("secureConnect", () => {
      secured.removeListener("error", failed);
      secured.removeListener("close", closed);
      done(secured);
    });
  });
}

function askForTls(socket: Socket): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const settle = (work: () => void) => {
      socket.removeListener("error", failed);
      socket.removeListener("close", closed);
      socket.removeListener("readable", answered);
      work();
    };
    const failed = (error: Error) => settle(() => fail(explainNetwork(error) ?? error));
    const closed = () => failed(new StepProblem("tls", "The host cut the connection when it was asked for TLS."));
    // One byte and no more: whatever else was sent before TLS begins must not count as sent within it (CVE-2021-23222).
    const answered = () => {
      const byte = socket.read(1) as Buffer | null;
      if (byte === null) return;
      if (socket.readableLength > 0) failed(new StepProblem("tls", "The server does not speak PostgreSQL's protocol."));
      else settle(() => done(byte[0]));
    };
    socket.once("error", failed);
    socket.once("close", closed);
    socket.on("readable", answered);
    socket.write(SSL_REQUEST);
  });
}
