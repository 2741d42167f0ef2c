import { connect } from "node:net";

const PATIENCE_MS = 300;

/**
 * Whether something accepts connections where a URL points to. Only a clear no is a no: without a host in the URL (a
 * socket file), or when nothing is heard in 300 ms, the answer is yes.
 */
export function answersAt(url: string): Promise<boolean> {
  const { hostname, port } = URL.parse(url) ?? { hostname: "", port: "" };
  if (hostname === "") return Promise.resolve(true);
  return new Promise((answer) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 5432) });
    const finish = (open: boolean) => {
      socket.destroy();
      answer(open);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    socket.setTimeout(PATIENCE_MS, () => finish(true));
  });
}
