import { initTRPC, TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";
import * as z from "zod";
import { type ProblemCode, problems } from "#contract/problem.ts";
import type { Quota } from "#core/limits/limiter.ts";
import { overLimit } from "#core/limits/over-limit.ts";
import { refusalOfZod } from "#core/parse-input.ts";
import { etagOf } from "#core/precondition.ts";
import type { Principal } from "#core/principal.ts";
import { toProblem, toRefusal } from "#core/problem.ts";
import { Refusal } from "#core/refusal.ts";
import type { Runtime } from "#core/runtime.ts";
import type { GuestVerb, MutationVerb, QueryVerb, RequestInfo } from "#core/verb.ts";

type TrpcContext = {
  runtime: Runtime;
  principal: Principal | null;
  request: RequestInfo;
  /** What was taken for this call, so that one that is over its limit is refused like any other. */
  quota: Quota;
  /** Why a visit by a share link lets nobody in; unset: there was none, or it does. */
  refused?: Refusal;
};

const codes: Partial<Record<number, TRPC_ERROR_CODE_KEY>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  412: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};
const codeOf = (code: ProblemCode): TRPC_ERROR_CODE_KEY => codes[problems[code].status] ?? "INTERNAL_SERVER_ERROR";

/** What tRPC refuses by itself, before any procedure runs. */
const ownRefusals: Partial<Record<TRPC_ERROR_CODE_KEY, ProblemCode>> = {
  NOT_FOUND: "not_found",
  METHOD_NOT_SUPPORTED: "method_not_allowed",
  BAD_REQUEST: "invalid_request",
  PARSE_ERROR: "invalid_request",
  PAYLOAD_TOO_LARGE: "payload_too_large",
  UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
};
function refusalOfTrpc(error: TRPCError): Refusal {
  const code = ownRefusals[error.code];
  return code ? new Refusal(code) : toRefusal(error);
}

/** The verb behind a procedure, so that tests can ask each for what it declares. */
type Meta = { verb: { kind: string; name: string; scope?: string | null } };

const t = initTRPC
  .context<TrpcContext>()
  .meta<Meta>()
  .create({
    /** The console gets the same problem that a REST client would; nothing else of an error crosses the border. */
    errorFormatter({ shape, error, ctx }) {
      const refusal = error.cause instanceof Refusal ? error.cause : refusalOfTrpc(error);
      const problem = ctx ? toProblem(refusal, ctx.request.id, ctx.runtime.config.publicUrl) : null;
      return {
        ...shape,
        message: refusal.message,
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, problem },
      };
    },
  });

/** The only place where something thrown becomes a TRPCError. */
const procedure = t.procedure.use(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  const refusal = cause instanceof z.core.$ZodError ? refusalOfZod(cause) : toRefusal(cause ?? result.error);
  if (refusal.code === "internal")
    ctx.runtime.log.error({ err: refusal.more.cause ?? cause, request_id: ctx.request.id, path }, refusal.message);
  throw new TRPCError({ code: codeOf(refusal.code), message: refusal.message, cause: refusal });
});

const counted = procedure.use(({ ctx: { quota, runtime }, next }) => {
  if (!quota.allowed) throw overLimit(quota, runtime.clock.nowMs());
  return next();
});

const signedIn = counted.use(({ ctx, next }) => {
  if (!ctx.principal) throw ctx.refused ?? new Refusal("unauthorized", "Sign in to go on.");
  return next({ ctx: { ...ctx, principal: ctx.principal } });
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

export const asQuery = <I extends z.ZodType, O extends z.ZodType>(verb: QueryVerb<I, O>) =>
  signedIn
    .meta({ verb })
    .input(verb.input)
    .query(({ ctx, input }) => verb(ctx, input as z.output<I>));

export const asMutation = <I extends z.ZodType, O extends z.ZodType>(verb: MutationVerb<I, O>) =>
  signedIn
    .meta({ verb })
    .input(verb.input)
    .mutation(({ ctx, input }) => verb(ctx, input as z.output<I>));

/**
 * A mutation of what the reader has before them in `version`: refused with `precondition_failed`, as by `If-Match`, if it
 * is another one by now. Null: whatever it is. A header would stand for every call of a batch.
 */
export const asVersionedMutation = <I extends z.ZodType, O extends z.ZodType>(verb: MutationVerb<I, O>) =>
  signedIn
    .meta({ verb })
    .input(z.strictObject({ version: z.int().nullable(), change: verb.input }))
    .mutation(({ ctx, input }) => {
      const { version, change } = input as { version: number | null; change: z.output<I> };
      const request = version === null ? ctx.request : { ...ctx.request, ifMatch: etagOf(version) };
      return verb({ ...ctx, request }, change);
    });

/** For those who are not signed in yet. */
export const asGuestMutation = <I extends z.ZodType, O extends z.ZodType>(verb: GuestVerb<I, O>) =>
  counted
    .meta({ verb })
    .input(verb.input)
    .mutation(({ ctx, input }) => verb(ctx, input as z.output<I>));
