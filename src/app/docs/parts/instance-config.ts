import { connection } from "next/server";
import type { Config } from "#core/config.ts";
import { runtime } from "#core/runtime.ts";

/** What this instance is set to. Pages that tell it are made for each request: while they are built there is none. */
export async function instanceConfig(): Promise<Config> {
  await connection();
  return runtime().config;
}
