import type { CredentialKind } from "#contract/credential.ts";
import type { ProblemCode } from "#contract/problem.ts";

/** One answered request, as it is spooled. Texts are empty where nothing is known. */
export type MeteredRequest = {
  id: string;
  requestId: string;
  timeMs: number;
  orgId: string;
  credentialId: string;
  credentialKind: CredentialKind;
  userId: string;
  role: string;
  livemode: boolean;
  method: string;
  path: string;
  operation: string;
  status: number;
  code: ProblemCode | "";
  /** What a refused caller was told; empty when the request succeeded. */
  reason: string;
  durationUs: number;
  ip: string;
  userAgent: string;
  /** Whether it came with the secret before the last rotation. */
  formerSecret: boolean;
};

export type Meter = {
  /**
   * Takes one request. `done` is called in the same turn of the event loop or the next, once the event is in the spool
   * file and so survives a killed process; with an error if it could not be kept, and then it does not count.
   */
  record(event: MeteredRequest, done: (error: Error | null) => void): void;
  /** Loads everything recorded so far into the database. Rejects if it cannot. */
  flush(): Promise<void>;
  /**
   * Spool state for `/readyz`: bytes not yet loaded, age of the oldest in ms, the last error, and how many files of
   * events that can never be loaded were put aside.
   */
  status(): { pendingBytes: number; oldestMs: number; lastError: string | null; parked: number };
  stop(): Promise<void>;
};
