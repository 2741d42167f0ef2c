/** Which rows say that two things are related: `subject` has the relation to `object`. */
export type Kept = {
  table: string;
  object: string;
  subject: string;
  /** Only rows with this value say so. */
  where?: { column: string; is: string | true };
  /** Holds for every object that a statement can find, since the statement names the organization: no need to look. */
  implied?: true;
};
export type KeptIn = Readonly<Record<string, Readonly<Record<string, Kept>>>>;

const role = (is: string) => ({
  table: "memberships",
  object: "org_id",
  subject: "user_id",
  where: { column: "role", is },
});
const made = (is: string) => ({
  table: "project_members",
  object: "project_id",
  subject: "user_id",
  where: { column: "role", is },
});
const toProject = (table: string) => ({ table, object: "id", subject: "project_id" });
const shared = (is: string) => ({
  table: "share_links",
  object: "resource_id",
  subject: "id",
  where: { column: "resource_type", is },
});
const toOrganization = { table: "projects", object: "id", subject: "org_id" };

/**
 * Where the relations of `model.fga` that are written down are kept. Each table names the organization in `org_id`.
 * A table that is added here gets a trigger that notes its changes, as in the migration of permissions.
 */
export const keptIn: KeptIn = {
  organization: { owner: role("owner"), admin: role("admin"), editor: role("editor"), viewer: role("viewer") },
  project: {
    organization: { ...toOrganization, implied: true },
    open_to: { ...toOrganization, where: { column: "is_default", is: true } },
    made_admin: made("admin"),
    made_editor: made("editor"),
    made_viewer: made("viewer"),
    shared: shared("project"),
  },
  source: { project: toProject("sources"), shared: shared("source") },
  dashboard: { project: toProject("dashboards"), shared: shared("dashboard") },
  file: { project: toProject("files") },
  connector: { project: toProject("connectors") },
};
