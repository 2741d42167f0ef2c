import type { ConnectorStep } from "#contract/connector.ts";
import { OutgoingRefused } from "../net/outgoing-guard.ts";
import { StepProblem } from "./step-problem.ts";

const UNREACHABLE = "The host cannot be reached.";
const said: Record<string, readonly [step: ConnectorStep, message: string]> = {
  ENOTFOUND: ["resolve", "There is no host of that name."],
  ENODATA: ["resolve", "There is no host of that name."],
  EAI_AGAIN: ["resolve", "The name of the host cannot be resolved at the moment."],
  EAI_FAIL: ["resolve", "The name of the host cannot be resolved."],
  ECONNREFUSED: ["connect", "The host refuses the connection. Nothing listens at this port, or a firewall rejects it."],
  ECONNRESET: ["connect", "The host cut the connection."],
  EPIPE: ["connect", "The host cut the connection."],
  ETIMEDOUT: ["connect", "The host does not answer. Is a firewall in between?"],
  EHOSTUNREACH: ["connect", UNREACHABLE],
  ENETUNREACH: ["connect", UNREACHABLE],
  EADDRNOTAVAIL: ["connect", UNREACHABLE],
  ERR_TLS_CERT_ALTNAME_INVALID: ["tls", "The certificate is for another host name."],
  CERT_HAS_EXPIRED: ["tls", "The certificate has expired."],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["tls", "The certificate is signed by itself and not among those that are trusted."],
  SELF_SIGNED_CERT_IN_CHAIN: ["tls", "The certificate's issuer is not among those that are trusted."],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["tls", "The certificate's issuer is not among those that are trusted."],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["tls", "The certificate's issuer is not among those that are trusted."],
};

/** What went wrong on the way to the other side, or null where an error says nothing of that. */
export function explainNetwork(error: unknown): StepProblem | null {
  if (error instanceof StepProblem) return error;
  if (error instanceof OutgoingRefused) return new StepProblem("address", error.message, { cause: error });
  if (error instanceof Error && error.name === "AbortError")
    return new StepProblem("connect", "The host does not answer.", { cause: error });
  // With several addresses, each attempt has an error of its own.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code = "" } = (first ?? {}) as { code?: string };
  const [step, message] = said[code] ?? [];
  if (step && message) return new StepProblem(step, message, { cause: error });
  if (/CERT|^ERR_SSL|^ERR_TLS|SELF_SIGNED|UNABLE_TO|^EPROTO$/.test(code))
    return new StepProblem("tls", "TLS could not be agreed on with the host.", { cause: error });
  return null;
}
