import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";

const SSL_REQUEST_BYTES = 8;

/** Says yes or no when PostgreSQL is asked for TLS, and hands on to the real server what comes after. */
export async function tlsFront(
  to: { host: string; port: number },
  identity: { cert: string; key: string } | "none",
): Promise<{ port: number; close(): Promise<unknown> }> {
  const open = new Set<Socket>();
  const server: Server = createServer((client) => {
    open.add(client);
    client.on("error", () => {});
    client.once("data", (request) => {
      if (request.length !== SSL_REQUEST_BYTES) return client.destroy();
      if (identity === "none") return client.write("N");
      client.write("S");
      const secured = new TLSSocket(client, { isServer: true, ...identity });
      const upstream = connect(to.port, to.host);
      open.add(upstream);
      upstream.on("error", () => secured.destroy());
      secured.on("error", () => upstream.destroy());
      secured.pipe(upstream).pipe(secured);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((closed) => server.close(closed));
    },
  };
}
