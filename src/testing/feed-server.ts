import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
export type FeedServer = {
  url: string;
  /** What it was asked, in order. */
  asked: { path: string; headers: IncomingMessage["headers"] }[];
  /** What it answers at a path from now on: a text, or whatever a function does. */
  at(path: string, answer: string | Answer): void;
  close(): Promise<unknown>;
};

/** A server on loopback that plays the one outside. */
export async function feedServer(host = "127.0.0.1"): Promise<FeedServer> {
  const answers = new Map<string, Answer>();
  const asked: FeedServer["asked"] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, headers: request.headers });
    const answer = answers.get(path.split("?")[0] ?? "");
    if (answer) answer(request, response);
    else response.writeHead(404).end("nothing here");
  });
  await new Promise<void>((ready) => server.listen(0, host, ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    asked,
    at(path, answer) {
      answers.set(path, typeof answer === "string" ? (_, response) => void response.end(answer) : answer);
    },
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
