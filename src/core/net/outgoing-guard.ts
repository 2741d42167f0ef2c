import { isIP } from "node:net";
import { ipMatcher } from "#lib/ip.ts";
import { isPublicAddress, unmapped } from "./public-address.ts";

/** Why a request may not go out. Says nothing of what a name resolved to, so that nobody maps our network with it. */
export class OutgoingRefused extends Error {
  override readonly name = "OutgoingRefused";
}

export type OutgoingGuard = {
  /** Whether a connection to this address may be made. Without TLS only into the ranges that the operator allows. */
  mayConnect(ip: string, secure: boolean): boolean;
  /** Refuses what can be told from the URL alone. A name is checked when it is connected to. */
  requireUrl(url: URL): void;
};

/** The operator's word on where we may call: the public internet, and `allowedRanges` of their own network. */
export function outgoingGuard(allowedRanges: readonly string[]): OutgoingGuard {
  const isAllowed = allowedRanges.length > 0 ? ipMatcher(allowedRanges) : () => false;
  const mayConnect = (ip: string, secure: boolean) => {
    const plain = unmapped(ip);
    return isAllowed(plain) || (secure && isPublicAddress(plain));
  };
  return {
    mayConnect,
    requireUrl({ protocol, hostname }) {
      const secure = protocol === "https:";
      if (!secure && (protocol !== "http:" || allowedRanges.length === 0))
        throw new OutgoingRefused("Only https addresses can be called.");
      const host = hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !mayConnect(host, secure)) throw new OutgoingRefused(NOT_ALLOWED);
      if (/(^|\.)localhost\.?$/i.test(host) && !mayConnect("127.0.0.1", secure)) throw new OutgoingRefused(NOT_ALLOWED);
    },
  };
}

export const NOT_ALLOWED = "This host has no public address that may be called.";
