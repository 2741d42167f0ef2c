import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { NOT_ALLOWED, type OutgoingGuard, OutgoingRefused } from "./outgoing-guard.ts";

/** Resolves a name to all of its addresses. */
export type Resolve = (
  hostname: string,
  options: { all: true; family?: number | "IPv4" | "IPv6"; hints?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name for one connection and hands on only addresses that may be connected to: what is checked is what is
 * connected to, so a name that changes its mind in between gains nothing. An error of the resolver is passed on as it is.
 */
export const guardedLookup =
  (guard: OutgoingGuard, secure: boolean, resolve: Resolve = lookup): LookupFunction =>
  (hostname, { family, hints, all }, callback) => {
    resolve(
      hostname,
      { all: true, ...(family !== undefined && { family }), ...(hints && { hints }) },
      (error, found) => {
        if (error) return callback(error, "");
        const allowed = found.filter(({ address }) => guard.mayConnect(address, secure));
        const [first] = allowed;
        if (!first) return callback(new OutgoingRefused(NOT_ALLOWED), "");
        if (all) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
    );
  };
