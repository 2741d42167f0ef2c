import { pipeline } from "node:stream/promises";
import { Refusal } from "#core/refusal.ts";
import type { FileContent } from "#domain/files/read-content.ts";
import { addCommon, answerProblem, meter } from "./answer.ts";
import { selectContent } from "./content-conditions.ts";
import { contentHeaders, contentTag } from "./content-headers.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Answers with the content of a file, or the part that was asked for, as fast as the client takes it. An error half-way
 * cuts the connection: the end is never faked.
 */
export async function answerContent(exchange: Exchange, content: FileContent): Promise<void> {
  const { request, response, runtime, requestId } = exchange;
  const method = request.method ?? "GET";
  const selected = selectContent(method, request.headers, { ...content, etag: contentTag(content) });
  if (selected.status === 412) throw new Refusal("precondition_failed");
  if (selected.status === 416) throw new Refusal("range_not_satisfiable", undefined, { size: content.bytes });
  const bodyless = method === "HEAD" || selected.status === 304;
  // Opened before the answer begins, so that a store which fails is told with its own status.
  const stream = bodyless ? null : await content.open(selected.status === 206 ? selected.range : undefined);
  const cut = (error: unknown) => {
    stream?.destroy();
    if (!response.destroyed && !isGone(error))
      runtime.log.warn({ err: error, request_id: requestId }, "a download ended early");
    response.destroy();
  };
  response.once("close", () => stream?.destroy());
  meter(
    exchange,
    selected.status,
    () => {
      if (response.destroyed) return cut(null);
      const headers = contentHeaders(content, selected).flat();
      addCommon(exchange, headers);
      response.writeHead(selected.status, headers);
      if (stream) pipeline(stream, response).catch(cut);
      else response.end();
    },
    (error) => {
      stream?.destroy();
      answerProblem(exchange, Object.assign(error, { code: "ENOSPC" }));
    },
  );
}

/** The client hung up: that is their right, and no news. */
const isGone = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code === "ERR_STREAM_PREMATURE_CLOSE";
