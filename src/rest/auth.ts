import { logIn } from "#domain/logins/log-in.ts";
import { logOut } from "#domain/logins/log-out.ts";
import { refreshLogin } from "#domain/logins/refresh-login.ts";
import { guestOperation } from "./operation.ts";

const tag = "Sign-in";

export const authOperations = [
  guestOperation({
    id: "logIn",
    method: "POST",
    path: "/auth/login",
    tag,
    summary: "Log in",
    description:
      "E-mail and password for an access token, which works as a credential for an hour, and a refresh token to renew it. Accounts with a second factor send its code as well.",
    verb: logIn,
  }),
  guestOperation({
    id: "refreshLogin",
    method: "POST",
    path: "/auth/refresh",
    tag,
    summary: "Renew an access token",
    description:
      "A refresh token is good once: the answer holds the next one. If one comes a second time, the session is ended.",
    verb: refreshLogin,
  }),
  guestOperation({
    id: "logOut",
    method: "POST",
    path: "/auth/logout",
    tag,
    summary: "Log out",
    description: "Ends the session of an access or refresh token, and with it every token of that session.",
    verb: logOut,
    credentialField: "token",
  }),
];
