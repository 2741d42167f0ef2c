import { changeRole } from "#domain/members/change-role.ts";
import { getMember } from "#domain/members/get-member.ts";
import { listMembers } from "#domain/members/list-members.ts";
import { removeMember } from "#domain/members/remove-member.ts";
import { operation } from "./operation.ts";

const tag = "Members";

export const memberOperations = [
  operation({ id: "listUsers", method: "GET", path: "/users", tag, summary: "List members", verb: listMembers }),
  operation({
    id: "getUserById",
    method: "GET",
    path: "/users/{id}",
    tag,
    summary: "Get a member",
    verb: getMember,
    etag: true,
  }),
  operation({
    id: "updateUser",
    method: "PATCH",
    path: "/users/{id}",
    tag,
    summary: "Change the role of a member",
    description:
      "Nobody grants more than they are, and a credential no scope that it lacks. Owners are made in the portal only.",
    verb: changeRole,
    etag: true,
  }),
  operation({
    id: "removeUser",
    method: "DELETE",
    path: "/users/{id}",
    tag,
    summary: "Remove a member, with a decision on each of their keys",
    description:
      "keys names every key of the member that works: hand it over, revoke it, or revoke it at a date. All of it happens, or nothing. A key that is handed over keeps its id and secret and loses no request.",
    verb: removeMember,
  }),
];
