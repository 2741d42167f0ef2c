import type { IncomingMessage } from "node:http";
import type * as z from "zod";
import type { Scope } from "#contract/scope.ts";
import type { SharedType } from "#contract/share-link.ts";
import type { Call, GuestCall, GuestVerb, MutationVerb, QueryVerb } from "#core/verb.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A body that is not JSON, written as it comes. */
export type StreamedAnswer = { contentType: string; fileName: string; stream: AsyncIterable<string | Uint8Array> };

type Common = {
  /** Unique, camelCase: `operationId` in OpenAPI, and what usage and the request log call it. */
  id: string;
  method: Method;
  /** Below `/api/v1`, with `{name}` for what the path holds. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  status?: number;
};

/** Any verb, when its input has been parsed by its own schema. */
type AnyVerb = {
  (call: Call, input: never): Promise<unknown>;
  kind: "query" | "mutation";
  name: string;
  scope: Scope | null;
  sessionOnly: boolean;
  shared?: readonly SharedType[] | undefined;
  input: z.ZodType;
  output: z.ZodType;
  /** Answers without waiting for anything. */
  instant?: (call: Call, input: never) => unknown;
};

/** A verb behind a method and a path. Path, query and body together are the verb's input. */
export type VerbOperation = Common & {
  kind: "verb";
  verb: AnyVerb;
  /** Whether single resources answer with an ETag made of `version`. */
  etag?: boolean;
  /** Whether the verb says what the tag of its answer is, so that whoever has it already is told so (304). */
  validated?: boolean;
  /** Instead of JSON: turns what the verb gave into a stream. */
  stream?: boolean;
  /** Instead of JSON: the content of a file, whole or in part, by the conditions and the range of the request. */
  content?: boolean;
  /** The status by what the verb answered, where there is more than one. */
  statusOf?: (answer: never) => number;
  /** Reads a body of its own kind (an upload) and gives the fields that it adds to the input. */
  readBody?: (request: IncomingMessage, call: Call, path: Record<string, string>) => Promise<Record<string, unknown>>;
  /** For OpenAPI: the content type of such a body and what is in it. */
  multipart?: z.ZodType;
  /** The JSON body that may be sent instead of a multipart one. */
  json?: z.ZodType;
  /** Runs after the verb has committed, before the answer: to wait for what it began. */
  afterwards?: (call: Call, answer: never) => Promise<unknown>;
};

/** An operation that needs no credential and touches no tenant. */
export type PublicOperation = Common & {
  kind: "public";
  answer: (call: Pick<Call, "runtime">) => unknown;
  output: z.ZodType;
};

/**
 * An operation for callers without a credential that has a body: signing in, reporting a leak. Counted by address, like
 * the public ones.
 */
export type GuestOperation = Common & {
  kind: "guest";
  verb: {
    (call: GuestCall, input: never): Promise<unknown>;
    kind: "guest";
    name: string;
    input: z.ZodType;
    output: z.ZodType;
  };
  /** The field of the body that the credential in the headers stands for, where the body leaves it out. */
  credentialField?: string;
  /** Reads a body that is no JSON object (a signed one, say) and gives the verb's input; `body` says what is in it. */
  readBody?: (request: IncomingMessage) => Promise<Record<string, unknown>>;
  body?: z.ZodType;
};

export type Operation = VerbOperation | PublicOperation | GuestOperation;

type Declared<I extends z.ZodType, O extends z.ZodType> = Omit<
  VerbOperation,
  "kind" | "verb" | "statusOf" | "afterwards"
> & {
  verb: QueryVerb<I, O> | MutationVerb<I, O>;
  statusOf?: (answer: z.input<O>) => number;
  afterwards?: (call: Call, answer: z.input<O>) => Promise<z.input<O>>;
};

/** Declares an operation over a verb. */
export const operation = <I extends z.ZodType, O extends z.ZodType>(declared: Declared<I, O>): VerbOperation => ({
  ...declared,
  kind: "verb",
});

export const publicOperation = (declared: Omit<PublicOperation, "kind">): PublicOperation => ({
  ...declared,
  kind: "public",
});

/** Declares an operation over the verb of a guest. */
export const guestOperation = <I extends z.ZodType, O extends z.ZodType>(
  declared: Omit<GuestOperation, "kind" | "verb"> & { verb: GuestVerb<I, O> },
): GuestOperation => ({ ...declared, kind: "guest" });
