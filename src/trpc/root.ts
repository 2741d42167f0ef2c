import { listAuditEvents } from "#domain/audit/list-audit-events.ts";
import { verifyAudit } from "#domain/audit/verify-audit.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { disableKey } from "#domain/keys/disable-key.ts";
import { enableKey } from "#domain/keys/enable-key.ts";
import { finishRotation } from "#domain/keys/finish-rotation.ts";
import { getKey } from "#domain/keys/get-key.ts";
import { listKeys } from "#domain/keys/list-keys.ts";
import { readRotation } from "#domain/keys/read-rotation.ts";
import { revokeKey } from "#domain/keys/revoke-key.ts";
import { rotateKey } from "#domain/keys/rotate-key.ts";
import { updateKey } from "#domain/keys/update-key.ts";
import { reportLeak } from "#domain/leaks/report-leak.ts";
import { getRequest } from "#domain/requests/get-request.ts";
import { groupErrors } from "#domain/requests/group-errors.ts";
import { listRequests } from "#domain/requests/list-requests.ts";
import { listScopes } from "#domain/scopes/list-scopes.ts";
import { appendRows } from "#domain/sources/append-rows.ts";
import { createSource } from "#domain/sources/create-source.ts";
import { deleteSource } from "#domain/sources/delete-source.ts";
import { getSource } from "#domain/sources/get-source.ts";
import { listRejectedRows } from "#domain/sources/list-rejected-rows.ts";
import { listSources } from "#domain/sources/list-sources.ts";
import { querySource } from "#domain/sources/query-source.ts";
import { readRows } from "#domain/sources/read-rows.ts";
import { replaceContent } from "#domain/sources/replace-content.ts";
import { reviewContent } from "#domain/sources/review-content.ts";
import { updateSource } from "#domain/sources/update-source.ts";
import { keySparklines } from "#domain/usage/key-sparklines.ts";
import { readKeyUsage } from "#domain/usage/read-key-usage.ts";
import { readQuota } from "#domain/usage/read-quota.ts";
import { readUsage } from "#domain/usage/read-usage.ts";
import { accountRouter } from "./account.ts";
import { alertsRouter } from "./alerts.ts";
import { connectorsRouter } from "./connectors.ts";
import { dashboardsRouter } from "./dashboards.ts";
import { filesRouter } from "./files.ts";
import { asGuestMutation, asMutation, asQuery, createCallerFactory, router } from "./init.ts";
import { invitationsRouter, membersRouter, serviceAccountsRouter } from "./members.ts";
import { organizationsRouter } from "./organizations.ts";
import { policiesRouter } from "./policies.ts";
import { projectsRouter } from "./projects.ts";
import { settingsRouter } from "./settings.ts";
import { shareLinksRouter } from "./share-links.ts";
import { tokensRouter } from "./tokens.ts";
import { webhooksRouter } from "./webhooks.ts";

/** Everything the console calls. Each procedure is a verb; who may is decided in the verb. */
export const appRouter = router({
  account: accountRouter,
  organizations: organizationsRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  serviceAccounts: serviceAccountsRouter,
  projects: projectsRouter,
  policies: policiesRouter,
  scopes: router({ list: asQuery(listScopes) }),
  keys: router({
    list: asQuery(listKeys),
    get: asQuery(getKey),
    create: asMutation(createKey),
    update: asMutation(updateKey),
    rotate: asMutation(rotateKey),
    rotation: asQuery(readRotation),
    finishRotation: asMutation(finishRotation),
    disable: asMutation(disableKey),
    enable: asMutation(enableKey),
    revoke: asMutation(revokeKey),
    usage: asQuery(readKeyUsage),
    quota: asQuery(readQuota),
    sparklines: asQuery(keySparklines),
  }),
  sources: router({
    list: asQuery(listSources),
    get: asQuery(getSource),
    create: asMutation(createSource),
    update: asMutation(updateSource),
    replace: asMutation(replaceContent),
    reviewContent: asQuery(reviewContent),
    append: asMutation(appendRows),
    delete: asMutation(deleteSource),
    rows: asQuery(readRows),
    query: asQuery(querySource),
    rejectedRows: asQuery(listRejectedRows),
  }),
  files: filesRouter,
  shareLinks: shareLinksRouter,
  dashboards: dashboardsRouter,
  connectors: connectorsRouter,
  usage: router({ read: asQuery(readUsage) }),
  requests: router({
    list: asQuery(listRequests),
    get: asQuery(getRequest),
    errors: asQuery(groupErrors),
  }),
  alerts: alertsRouter,
  settings: settingsRouter,
  tokens: tokensRouter,
  webhooks: webhooksRouter,
  leaks: router({ report: asGuestMutation(reportLeak) }),
  audit: router({ list: asQuery(listAuditEvents), verify: asQuery(verifyAudit) }),
});
export type AppRouter = typeof appRouter;

/** Calls procedures without a network: server components and tests. */
export const createCaller = createCallerFactory(appRouter);
