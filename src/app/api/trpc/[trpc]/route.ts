import { portalSession } from "#app/session/portal-session.ts";
import { requestInfo } from "#app/session/request-info.ts";
import { runtime } from "#core/runtime.ts";
import { answerCalls } from "#trpc/answer-calls.ts";

const handle = (http: Request): Promise<Response> =>
  answerCalls(http, {
    runtime: runtime(),
    request: requestInfo(http.headers),
    whoIs: async () => (await portalSession())?.principal ?? null,
  });

export { handle as GET, handle as POST };
