import { createServer } from "node:http";

/** (a) The floor: Node's own server with a JSON answer of 200 bytes. */
const filler = "x".repeat(200 - JSON.stringify({ status: "ok", filler: "" }).length);

createServer((_request, response) => {
  const text = JSON.stringify({ status: "ok", filler });
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}).listen(Number(process.env.PORT), "127.0.0.1");
