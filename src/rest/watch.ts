import { listAuditEvents } from "#domain/audit/list-audit-events.ts";
import { getRequest } from "#domain/requests/get-request.ts";
import { listRequests } from "#domain/requests/list-requests.ts";
import { readUsage } from "#domain/usage/read-usage.ts";
import { operation } from "./operation.ts";

export const watchOperations = [
  operation({
    id: "getUsage",
    method: "GET",
    path: "/usage",
    tag: "Usage",
    summary: "Requests, errors and latency over time",
    verb: readUsage,
  }),
  operation({
    id: "listRequests",
    method: "GET",
    path: "/requests",
    tag: "Usage",
    summary: "List requests",
    verb: listRequests,
  }),
  operation({
    id: "getRequest",
    method: "GET",
    path: "/requests/{request_id}",
    tag: "Usage",
    summary: "Get a request and how it was decided",
    verb: getRequest,
  }),
  operation({
    id: "listAuditEvents",
    method: "GET",
    path: "/audit-events",
    tag: "Audit",
    summary: "List audit events",
    verb: listAuditEvents,
  }),
];
