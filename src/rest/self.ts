import { listScopes } from "#domain/scopes/list-scopes.ts";
import { getSelf } from "#domain/users/get-self.ts";
import { operation } from "./operation.ts";

const tag = "Self";

export const selfOperations = [
  operation({
    id: "getUser",
    method: "GET",
    path: "/user",
    tag,
    summary: "Who am I",
    description:
      "The user, organization and credential behind the request, its effective scopes and what is left of its limit.",
    verb: getSelf,
  }),
  operation({
    id: "getUsersMe",
    method: "GET",
    path: "/users/me",
    tag,
    summary: "Who am I (the same as /user)",
    verb: getSelf,
  }),
  operation({
    id: "listScopes",
    method: "GET",
    path: "/scopes",
    tag,
    summary: "List scopes and presets",
    description: "What each scope opens, what each preset stands for, and what the caller could grant.",
    verb: listScopes,
  }),
];
