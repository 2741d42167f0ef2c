import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Model } from "#core/permissions/model.ts";
import { type Tuple, tupleKey } from "#core/permissions/tuple.ts";
import { permissionEvaluator } from "./permission-evaluator.ts";

/**
 * An OpenFGA server as far as the product uses one, over the plain evaluator: what is asked over the wire, and what
 * happens when it says no or nothing at all, can be tried on a machine that has no OpenFGA.
 */
export type OpenFgaDouble = {
  url: string;
  tuples: Map<string, Tuple>;
  /** What it answers to every check: what is true, no, or a broken connection. */
  mood: "true" | "no" | "gone";
  /** How many requests for checks came in, and with which Authorization. */
  asked: string[];
  close(): Promise<void>;
};

type Keys = { tuple_keys: Tuple[]; on_duplicate?: string; on_missing?: string };
type Body = {
  name?: string;
  writes?: Keys;
  deletes?: Keys;
  page_size?: number;
  continuation_token?: string;
  checks?: { tuple_key: Tuple; correlation_id: string }[];
};
type StoredModel = Model & { id: string };

const ulid = () => `0${[...randomBytes(25)].map((byte) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte % 32]).join("")}`;

export async function openFgaDouble(): Promise<OpenFgaDouble> {
  const models: StoredModel[] = [];
  const double: OpenFgaDouble = { url: "", tuples: new Map(), mood: "true", asked: [], close: async () => {} };

  const write = ({ writes, deletes }: Body) => {
    for (const tuple of writes?.tuple_keys ?? []) {
      if (double.tuples.has(tupleKey(tuple)) && writes?.on_duplicate !== "ignore") return 400;
      double.tuples.set(tupleKey(tuple), tuple);
    }
    for (const tuple of deletes?.tuple_keys ?? [])
      if (!double.tuples.delete(tupleKey(tuple)) && deletes?.on_missing !== "ignore") return 400;
    return 200;
  };
  const read = ({ page_size = 50, continuation_token = "" }: Body) => {
    const from = Number(continuation_token || 0);
    const all = [...double.tuples.values()];
    const page = all.slice(from, from + page_size);
    const next = from + page_size < all.length ? String(from + page_size) : "";
    return { tuples: page.map((key) => ({ key, timestamp: new Date().toISOString() })), continuation_token: next };
  };
  const check = ({ checks = [] }: Body) => {
    const model = models[0];
    if (!model) return { result: {} };
    const { check: holds } = permissionEvaluator(model, [...double.tuples.values()]);
    const said = ({ user, relation, object }: Tuple) => double.mood === "true" && holds(user, relation, object);
    return {
      result: Object.fromEntries(
        checks.map(({ tuple_key, correlation_id }) => [correlation_id, { allowed: said(tuple_key) }]),
      ),
    };
  };

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://double");
    const [, , , resource, id] = pathname.split("/");
    const body = await bodyOf(request);
    if (resource === "batch-check") double.asked.push(request.headers.authorization ?? "");
    if (double.mood === "gone") return void request.socket.destroy();
    const send = (status: number, answer: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer));
    };
    if (pathname === "/stores") return send(201, { id: ulid(), name: body.name });
    if (resource === "authorization-models" && request.method === "POST") {
      models.unshift({ ...(body as unknown as Model), id: ulid() });
      return send(201, { authorization_model_id: models[0]?.id });
    }
    if (resource === "authorization-models" && id)
      return send(200, { authorization_model: models.find((model) => model.id === id) });
    if (resource === "authorization-models") return send(200, { authorization_models: models.slice(0, 1) });
    if (resource === "write") {
      const status = write(body);
      return send(status, status === 200 ? {} : { code: "write_failed_due_to_invalid_input" });
    }
    if (resource === "read") return send(200, read(body));
    if (resource === "batch-check") return send(200, check(body));
    send(404, { code: "undefined_endpoint" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  double.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  double.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return double;
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return parts.length > 0 ? (JSON.parse(Buffer.concat(parts).toString()) as Body) : {};
}
