import type * as z from "zod";
import type { SignInSession } from "#contract/user.ts";

const methods = { password: "password", passkey: "passkey", api: "password over the API" } as const;
const factors = { totp: " and code", recovery_code: " and recovery code" } as const;

/** "by password and code": how a session was opened. */
export const sessionMethod = ({
  method,
  second_factor,
}: Pick<z.infer<typeof SignInSession>, "method" | "second_factor">): string =>
  `by ${methods[method]}${second_factor ? factors[second_factor] : ""}`;
