import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { reconcile } from "#core/permissions/reconcile.ts";
import type { Principal } from "#core/principal.ts";
import { type Runtime, startRuntime } from "#core/runtime.ts";
import { readSession } from "#core/sessions/read-session.ts";
import type { Call } from "#core/verb.ts";
import { createOrganization } from "#domain/organizations/create-organization.ts";
import { finishOnboarding } from "#domain/organizations/finish-onboarding.ts";
import { listOrganizations } from "#domain/organizations/list-organizations.ts";
import { renameOrganization } from "#domain/organizations/rename-organization.ts";
import { switchOrganization } from "#domain/organizations/switch-organization.ts";
import { revokeSessions } from "#domain/users/revoke-sessions.ts";
import { signIn } from "#domain/users/sign-in.ts";
import { signUp } from "#domain/users/sign-up.ts";
import { newId } from "#lib/id.ts";
import { readConfig } from "../env.ts";
import { callersOf } from "./demo-callers.ts";
import { makeConnector } from "./demo-connector.ts";
import { makeDashboards } from "./demo-dashboards.ts";
import { makeFiles } from "./demo-files.ts";
import { makeKeys } from "./demo-keys.ts";
import { makePeople, makeProject } from "./demo-people.ts";
import { makePolicies } from "./demo-policies.ts";
import { makeShareLinks } from "./demo-share-links.ts";
import { makeSources } from "./demo-sources.ts";
import { makeTokens } from "./demo-tokens.ts";
import { recordTraffic } from "./demo-traffic.ts";

/**
 * Makes the demo organization through the product's own verbs. Every step looks at what is there, so a run that was
 * killed is finished by the next one. The account's password is random for each installation.
 */
type Demo = { url: string; email: string; password: string; organization_id?: string; api_key?: string };

const ORGANIZATION = "Demo organization";
const say = (text: string) => console.log(text);
const request = () => ({ id: newId("req"), ip: "127.0.0.1", userAgent: "gatehouse seed" });

async function readDemo(file: string): Promise<Demo | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Demo;
  } catch {
    return null;
  }
}

/** Whole or not at all: written aside and renamed. */
async function writeDemo(file: string, demo: Demo): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function signedIn(runtime: Runtime, { email, password }: Demo): Promise<string | null> {
  try {
    return (await signIn({ runtime, request: request() }, { email, password })).session_id;
  } catch {
    return null;
  }
}

async function seed(runtime: Runtime): Promise<void> {
  const { dataFolder, publicUrl: url } = runtime.config;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const file = path.join(dataFolder, "demo.json");
  const begun = path.join(dataFolder, "demo.begun.json");

  const kept = (await readDemo(file)) ?? (await readDemo(begun));
  const opened = (kept && (await openAccount(runtime, begun, kept))) ?? (await openNewAccount(runtime, begun, url));
  const { account, session } = opened;

  const principal = async (): Promise<Principal> => {
    const found = await readSession(runtime, session);
    if (!found) throw new Error("the demo session is gone");
    return found.principal;
  };
  const call = async (): Promise<Call> => ({ runtime, principal: await principal(), request: request() });

  if ((await principal()).orgName !== ORGANIZATION) await renameOrganization(await call(), { name: ORGANIZATION });
  const home = (await principal()).orgId;
  await finishOnboarding(await call(), {});
  if ((await listOrganizations(await call(), {})).data.length < 2) {
    await createOrganization(await call(), { name: "Demo sandbox" });
    await switchOrganization(await call(), { organization_id: home });
  }

  const me = await principal();
  const as = (livemode: boolean): Call => ({ runtime, principal: { ...me, livemode }, request: request() });
  say("sources from public data");
  const project = await makeProject(as(true));
  const sources = await makeSources(runtime, as, project);
  say("a connector");
  await makeConnector(() => as(true));
  say("dashboards");
  await makeDashboards(() => as(true), sources);
  say("files");
  await makeFiles(as, project);
  say("API keys");
  const { secret, keys } = await makeKeys(() => as(true));
  say("tokens");
  const tokens = await makeTokens(() => as(true));
  say("share links");
  await makeShareLinks(runtime, () => as(true), sources, project);
  say("people and a service account");
  await makePeople(runtime, () => as(true), project, account.password);
  say("data policies");
  await makePolicies(as(true), sources);
  const [seen] = await runtime.sql.begin(async (tx) => {
    await tx`select set_config('gatehouse.org_id', ${me.orgId}, true)`;
    return tx`select 1 from usage_hours where org_id = ${me.orgId} limit 1`;
  });
  if (!seen) {
    say("a month of requests");
    say(
      `${(await recordTraffic(runtime, me, callersOf({ keys, tokens, sources }))).toLocaleString("en-US")} requests recorded`,
    );
  }
  await revokeSessions(as(true), { id: session });
  await writeDemo(file, { ...account, url, organization_id: me.orgId, api_key: secret });
  await rm(begun, { force: true });
}

type Opened = { account: Demo; session: string };

/** Signs in, or up and in. Null: there is such an account, and its password is not known here. */
async function openAccount(runtime: Runtime, begun: string, account: Demo): Promise<Opened | null> {
  await writeDemo(begun, account);
  let session = await signedIn(runtime, account);
  if (!session) {
    say("the demo account");
    const { email, password } = account;
    await signUp({ runtime, request: request() }, { name: "Demo Developer", email, password });
    session = await signedIn(runtime, account);
  }
  return session === null ? null : { account, session };
}

/** Under an address of its own where the usual one is somebody's already: a database that was in use elsewhere. */
async function openNewAccount(runtime: Runtime, begun: string, url: string): Promise<Opened> {
  const opened =
    (await openAccount(runtime, begun, newAccount(url, "demo@example.com"))) ??
    (await openAccount(runtime, begun, newAccount(url, `demo-${randomBytes(4).toString("hex")}@example.com`)));
  if (!opened) throw new Error("The demo account could neither be made nor opened.");
  return opened;
}

const newAccount = (url: string, email: string): Demo => ({
  url,
  email,
  password: randomBytes(12).toString("base64url"),
});

const runtime = await startRuntime(readConfig({ ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? "warn" }));
try {
  // Nothing in a project is opened before the server has been filled, and no server runs yet that would do it.
  if (runtime.judge) await reconcile({ ...runtime, openFga: runtime.judge.openFga }, { takeOver: false });
  await seed(runtime);
} finally {
  await runtime.stop();
}
