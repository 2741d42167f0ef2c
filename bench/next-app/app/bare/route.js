export const dynamic = "force-dynamic";

/** (b) A route handler that does nothing but answer, with as much as the bare server. */
const filler = "x".repeat(200 - JSON.stringify({ status: "ok", filler: "" }).length);

export const GET = () => Response.json({ status: "ok", filler });
