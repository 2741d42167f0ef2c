import type { ServerResponse } from "node:http";
import { preflightHeaders } from "#core/cors/cors-headers.ts";
import { answerProblem } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Answers OPTIONS: what a browser asks before it lets a page of another origin send a request. There is no credential in
 * it, so it is neither limited nor metered.
 */
export function answerPreflight(exchange: Exchange): void {
  const { request, response, runtime } = exchange;
  const { origin } = request.headers;
  if (typeof origin !== "string") {
    end(exchange, response, ["Vary", "Origin"]);
    return;
  }
  const answer = (allowed: boolean) => end(exchange, response, preflightHeaders(origin, allowed));
  const allowed = runtime.allowedOrigins.has(origin);
  if (typeof allowed === "boolean") answer(allowed);
  else allowed.then(answer, (error: unknown) => answerProblem(exchange, error));
}

function end({ operation, allow, requestId }: Exchange, response: ServerResponse, headers: string[]): void {
  const methods = operation ? [operation.method] : allow;
  response.writeHead(204, [
    "X-Request-Id",
    requestId,
    ...(methods.length > 0 ? ["Allow", methods.join(", ")] : []),
    ...headers,
  ]);
  response.end();
}
