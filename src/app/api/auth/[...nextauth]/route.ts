import { handlers } from "#app/session/auth.ts";

export const { GET, POST } = handlers;
