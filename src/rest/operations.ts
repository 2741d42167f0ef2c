import * as z from "zod";
import { alertOperations } from "./alerts.ts";
import { authOperations } from "./auth.ts";
import { connectorOperations } from "./connectors.ts";
import { dashboardOperations } from "./dashboards.ts";
import { fileOperations } from "./files.ts";
import { invitationOperations } from "./invitations.ts";
import { keyOperations } from "./keys.ts";
import { leakOperations } from "./leaks.ts";
import { memberOperations } from "./members.ts";
import { openApiDocument } from "./openapi.ts";
import { type Operation, publicOperation } from "./operation.ts";
import { organizationOperations } from "./organizations.ts";
import { policyOperations } from "./policies.ts";
import { projectOperations } from "./projects.ts";
import { selfOperations } from "./self.ts";
import { serviceAccountOperations } from "./service-accounts.ts";
import { settingsOperations } from "./settings.ts";
import { shareLinkOperations } from "./share-links.ts";
import { sourceOperations } from "./sources.ts";
import { tokenOperations } from "./tokens.ts";
import { verifyOperations } from "./verify.ts";
import { watchOperations } from "./watch.ts";
import { webhookOperations } from "./webhooks.ts";

/** Every operation of the API. A noun that is not in this list is not served, documented or tested. */
export const operations: readonly Operation[] = [
  ...selfOperations,
  ...authOperations,
  ...keyOperations,
  ...tokenOperations,
  ...verifyOperations,
  ...organizationOperations,
  ...memberOperations,
  ...invitationOperations,
  ...serviceAccountOperations,
  ...projectOperations,
  ...settingsOperations,
  ...sourceOperations,
  ...fileOperations,
  ...shareLinkOperations,
  ...policyOperations,
  ...dashboardOperations,
  ...connectorOperations,
  ...watchOperations,
  ...alertOperations,
  ...webhookOperations,
  ...leakOperations,
  publicOperation({
    id: "getHealth",
    method: "GET",
    path: "/health",
    tag: "Meta",
    summary: "Whether the API answers",
    output: z.object({ status: z.literal("ok"), time: z.string() }),
    answer: ({ runtime }) => ({ status: "ok", time: runtime.clock.now().toISOString() }),
  }),
  publicOperation({
    id: "getOpenApi",
    method: "GET",
    path: "/openapi.json",
    tag: "Meta",
    summary: "This API as an OpenAPI 3.1 document",
    output: z.record(z.string(), z.json()),
    answer: ({ runtime }) => openApiDocument(runtime.config.publicUrl, operations),
  }),
];
