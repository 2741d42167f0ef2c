import { betterAuth } from "better-auth";
import { verify } from "../../../better-auth/answer.mjs";
import { documented } from "../../../better-auth/options.mjs";

export const dynamic = "force-dynamic";

/** (e1) Better Auth as its documentation deploys it. */
const auth = betterAuth(documented(process.env.BETTER_AUTH_DATABASE_URL));

export async function GET(request) {
  const { status, body } = await verify(auth, request.headers.get("x-api-key"));
  return Response.json(body, { status });
}
