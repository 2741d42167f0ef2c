import type { Role } from "#contract/role.ts";
import type { Runtime } from "#core/runtime.ts";
import { readSession } from "#core/sessions/read-session.ts";
import type { Call } from "#core/verb.ts";
import { acceptInvitation } from "#domain/invitations/accept-invitation.ts";
import { createInvitation } from "#domain/invitations/create-invitation.ts";
import { listInvitations } from "#domain/invitations/list-invitations.ts";
import { createKey } from "#domain/keys/create-key.ts";
import { listKeys } from "#domain/keys/list-keys.ts";
import { listMembers } from "#domain/members/list-members.ts";
import { createProject } from "#domain/projects/create-project.ts";
import { listProjects } from "#domain/projects/list-projects.ts";
import { putProjectMember } from "#domain/projects/put-project-member.ts";
import { createServiceAccount } from "#domain/service-accounts/create-service-account.ts";
import { listServiceAccounts } from "#domain/service-accounts/list-service-accounts.ts";
import { revokeSessions } from "#domain/users/revoke-sessions.ts";
import { signIn } from "#domain/users/sign-in.ts";
import { signUp } from "#domain/users/sign-up.ts";
import { newId } from "#lib/id.ts";

const people: readonly { name: string; email: string; role: Role; projectRole?: "editor" | "viewer" }[] = [
  { name: "Demo Admin", email: "demo-admin@example.com", role: "admin" },
  { name: "Demo Editor", email: "demo-editor@example.com", role: "editor", projectRole: "editor" },
  { name: "Demo Viewer", email: "demo-viewer@example.com", role: "viewer", projectRole: "viewer" },
];
const PROJECT = "Demo finance";
const ACCOUNT = "Demo pipeline";
const INVITED = "demo-invited@example.com";
const request = () => ({ id: newId("req"), ip: "127.0.0.1", userAgent: "gatehouse seed" });

/** The project of the demo, made if it is not there. Gives its id. */
export async function makeProject(call: Call): Promise<string> {
  const { data } = await listProjects(call, listProjects.input.parse({ q: PROJECT }));
  const there = data.find(({ name }) => name === PROJECT);
  if (there) return there.id;
  const description = "Only its members see what is in it.";
  return (await createProject(call, { name: PROJECT, description })).id;
}

/**
 * Members, a service account with keys, and an open invitation, as far as they are not there yet. Nobody is told the
 * passwords of these people: they are made of the demo's own.
 */
export async function makePeople(runtime: Runtime, call: () => Call, projectId: string, secret: string): Promise<void> {
  const { data: members } = await listMembers(call(), listMembers.input.parse({ limit: 100 }));
  for (const { name, email, role, projectRole } of people) {
    if (members.some((member) => member.email === email)) continue;
    const userId = await join(runtime, call(), { name, email, role, password: `${secret}-${role}` });
    if (projectRole) await putProjectMember(call(), { id: projectId, user_id: userId, role: projectRole });
  }
  const { data: invitations } = await listInvitations(call(), listInvitations.input.parse({ status: "open" }));
  if (!invitations.some(({ email }) => email === INVITED))
    await createInvitation(call(), { email: INVITED, role: "viewer" });
  await makeAccount(call, projectId);
}

/** By an invitation, as everybody joins. */
async function join(
  runtime: Runtime,
  call: Call,
  { name, email, role, password }: { name: string; email: string; role: Role; password: string },
): Promise<string> {
  const guest = () => ({ runtime, request: request() });
  await signUp(guest(), { name, email, password });
  const { session_id, user_id } = await signIn(guest(), { email, password });
  const session = await readSession(runtime, session_id ?? "");
  if (!session) throw new Error(`${email} could not sign in`);
  const theirs = { runtime, principal: session.principal, request: request() };
  const { url } = await createInvitation(call, { email, role });
  await acceptInvitation(theirs, { token: url?.split("/").at(-1) ?? "" });
  await revokeSessions(theirs, { id: session.principal.via.id });
  return user_id;
}

async function makeAccount(call: () => Call, projectId: string): Promise<void> {
  const { data } = await listServiceAccounts(call(), listServiceAccounts.input.parse({ q: ACCOUNT }));
  const account =
    data[0] ?? (await createServiceAccount(call(), { name: ACCOUNT, role: "editor", project_ids: [projectId] }));
  const { data: keys } = await listKeys(call(), listKeys.input.parse({ owner: account.id, limit: 100 }));
  const wanted = [
    { name: "Pipeline, reading", preset: "data_access" },
    { name: "Pipeline, trials", type: "test", scopes: ["data:write"] },
  ];
  for (const key of wanted)
    if (!keys.some(({ name }) => name === key.name))
      await createKey(call(), createKey.input.parse({ ...key, service_account_id: account.id }));
}
