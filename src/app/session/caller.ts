import { cache } from "react";
import { createCaller } from "#trpc/root.ts";
import { pageContext } from "./page-context.ts";

/** The tRPC procedures for server components, as whoever is signed in. */
export const caller = cache(async () => createCaller(await pageContext()));
