import type { ConnectorStep } from "#contract/connector.ts";
import { explainNetwork } from "./explain-network.ts";
import { quoted, StepProblem } from "./step-problem.ts";

const ADMIN = "The server's administrator has ended the connection.";
const said: Record<string, readonly [step: ConnectorStep, message: string]> = {
  "28P01": ["login", "The server refuses the user name or the password."],
  "28000": ["login", "The server does not let this user in from here (pg_hba.conf)."],
  "3D000": ["login", "There is no such database on this server."],
  "53300": ["login", "The server has no free connection."],
  "57P03": ["login", "The server is starting up or shutting down."],
  "57P01": ["connect", ADMIN],
  "57P02": ["connect", ADMIN],
  "57014": ["query", "The statement took longer than the connector allows, or was cancelled there."],
  "25006": ["query", "Only statements that read can be used: the connection is read-only."],
  "42601": ["query", "The query is not one statement that PostgreSQL understands"],
};
const lost = new Set(["CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED"]);

/** An error of a remote PostgreSQL or of the way to it, as its owner may read it. Null: it is none of these. */
export function explainPostgres(error: unknown): StepProblem | null {
  const network = explainNetwork(error);
  if (network) return network;
  const { code = "", message = "", severity } = (error ?? {}) as { code?: string; message?: string; severity?: string };
  if (code === "CONNECT_TIMEOUT") return new StepProblem("login", "The server does not answer to the login.");
  if (lost.has(code)) return new StepProblem("connect", "The server cut the connection.", { cause: error });
  if (/^SASL|authentication/i.test(code) || code === "AUTH_TYPE_NOT_IMPLEMENTED")
    return new StepProblem("login", "The server asks for a kind of login that is not supported.", { cause: error });
  const [step, text] = said[code] ?? [];
  if (step && text)
    return new StepProblem(step, text.endsWith(".") ? text : `${text}: ${quoted(message)}.`, { cause: error });
  // A message of the server, about a query that its reader has written.
  if (severity !== undefined && /^[0-9A-Z]{5}$/.test(code))
    return new StepProblem(code.startsWith("28") ? "login" : "query", `The server says: ${quoted(message)}`, {
      cause: error,
    });
  return null;
}
