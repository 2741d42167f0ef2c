import { Role } from "./role.ts";

/** How far a role reaches: to everything of the organization, to what one made or owns oneself, or not at all. */
export type Reach = "all" | "own" | "none";
type Row = { does: string; may: Record<Role, Reach> };

/** The reaches of owner, admin, editor and viewer, in this order. */
const row = (does: string, ...reaches: [Reach, Reach, Reach, Reach]): Row => ({
  does,
  may: Object.fromEntries(Role.options.map((role, index) => [role, reaches[index]])) as Row["may"],
});
const everybody = (does: string) => row(does, "all", "all", "all", "all");
const theirOwn = (does: string) => row(does, "all", "all", "own", "own");
const editors = (does: string) => row(does, "all", "all", "all", "none");
const owners = (does: string) => row(does, "all", "none", "none", "none");
const ownEditors = (does: string) => row(does, "all", "all", "own", "none");
const admins = (does: string) => row(does, "all", "all", "none", "none");

/**
 * WHO MAY DO WHAT: every verb, whatever it is called by, and what each role can do with it. Written by hand and not
 * worked out from the scopes, so that it is a statement that the program can contradict: `src/who-may.test.ts` tries
 * each verb with each role, and fails for a verb that is missing here. The docs show this table.
 */
export const whoMay: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  "API keys": {
    "keys.list": theirOwn("List API keys"),
    "keys.get": theirOwn("See an API key"),
    "keys.create": everybody("Create an API key of one’s own"),
    "keys.update": theirOwn("Rename, narrow or re-bind an API key"),
    "keys.rotate": theirOwn("Rotate an API key"),
    "keys.read_rotation": theirOwn("See who still calls with a former secret"),
    "keys.finish_rotation": theirOwn("End a former secret"),
    "keys.disable": theirOwn("Switch an API key off"),
    "keys.enable": theirOwn("Switch an API key on"),
    "keys.revoke": theirOwn("Revoke an API key"),
    "keys.usage": theirOwn("See the usage of an API key"),
    "keys.sparklines": theirOwn("See the last 24 hours of API keys"),
    "scopes.list": everybody("List scopes and presets"),
  },
  Tokens: {
    "tokens.list": row("List personal access tokens", "own", "own", "own", "own"),
    "tokens.create": everybody("Create a personal access token"),
    "tokens.revoke": row("Revoke a personal access token", "own", "own", "own", "own"),
    "private_tokens.list": theirOwn("List private tokens"),
    "private_tokens.create": everybody("Create a private token"),
    "private_tokens.revoke": theirOwn("Revoke a private token"),
    "credentials.verify": admins("Verify credentials for a backend"),
  },
  Data: {
    "sources.list": everybody("List sources"),
    "sources.get": everybody("See a source"),
    "sources.create": editors("Create a source"),
    "sources.delete": editors("Delete a source"),
    "sources.read_rows": everybody("Read rows"),
    "sources.query": everybody("Filter, group and aggregate rows"),
    "sources.export": everybody("Export rows"),
    "sources.rejected_rows": everybody("See rejected rows"),
    "files.list": everybody("List files"),
    "files.get": everybody("See a file"),
    "files.read_content": everybody("Download a file"),
    "files.create": editors("Upload a file"),
    "files.update": editors("Rename, describe or move a file"),
    "files.delete": editors("Delete a file"),
    "files.room": everybody("See how much room files take"),
  },
  Sharing: {
    "share_links.list": ownEditors("List share links"),
    "share_links.get": editors("See a share link into a project of one’s own"),
    "share_links.create": editors("Share by link"),
    "share_links.update": editors("Narrow a share link into a project of one’s own"),
    "share_links.revoke": editors("Revoke a share link into a project of one’s own"),
  },
  Policies: {
    "policies.list": admins("List data policies"),
    "policies.get": admins("See a data policy"),
    "policies.create": admins("Create a data policy"),
    "policies.update": admins("Change a data policy"),
    "policies.delete": admins("Delete a data policy"),
    "policies.preview": admins("Preview what a data policy would leave of a source"),
    "policies.touched": admins("See which credentials a data policy binds"),
    "policies.preview_touched": admins("See which credentials a data policy would bind"),
    "policies.view_as": admins("Read rows as somebody else, as far as one sees them oneself"),
    "policies.binding": theirOwn("See which data policies bind an API key"),
  },
  Watch: {
    "usage.read": theirOwn("See usage"),
    "usage.quota": theirOwn("See what is left of a limit"),
    "requests.list": theirOwn("List requests"),
    "requests.get": theirOwn("See a request and how it was decided"),
    "requests.group_errors": theirOwn("See errors by kind"),
    "audit.list": admins("Read the audit log"),
    "audit.verify": admins("Verify the audit log"),
  },
  Alerts: {
    "alerts.list": everybody("List one’s own alerts"),
    "alerts.unread": everybody("Count one’s unread alerts"),
    "alerts.read": everybody("Mark one’s alerts as read"),
    "alerts.preferences": everybody("See which alerts one gets"),
    "alerts.set_preferences": everybody("Choose which alerts one gets"),
  },
  Webhooks: {
    "webhooks.list": admins("List webhooks"),
    "webhooks.get": admins("See a webhook"),
    "webhooks.create": admins("Create a webhook"),
    "webhooks.update": admins("Change a webhook, or switch it off or on"),
    "webhooks.delete": admins("Delete a webhook"),
    "webhooks.rotate_secret": admins("Rotate the secret of a webhook"),
    "webhooks.test": admins("Send a test event"),
    "webhooks.deliveries": admins("List what was sent to a webhook"),
    "webhooks.delivery": admins("See a delivery and the answers to it"),
    "webhooks.resend": admins("Send a delivery again"),
  },
  Members: {
    "members.list": admins("List members"),
    "members.get": admins("See a member"),
    "members.change_role": admins("Change the role of a member who is not above oneself"),
    "members.remove": admins("Remove a member who is not above oneself"),
    "members.plan": theirOwn("See what has to be decided before somebody goes"),
    "invitations.list": admins("List invitations"),
    "invitations.create": admins("Invite somebody to a role not above one’s own"),
    "invitations.resend": admins("Give an invitation a new link"),
    "invitations.revoke": admins("Revoke an invitation"),
    "invitations.accept": everybody("Accept an invitation"),
    "service_accounts.list": admins("List service accounts"),
    "service_accounts.get": admins("See a service account"),
    "service_accounts.create": admins("Create a service account"),
    "service_accounts.update": admins("Change a service account, or switch it off or on"),
    "service_accounts.delete": admins("Delete a service account"),
  },
  Projects: {
    "projects.list": theirOwn("List projects"),
    "projects.get": theirOwn("See a project"),
    "projects.create": editors("Create a project"),
    "projects.update": ownEditors("Rename or describe a project"),
    "projects.delete": ownEditors("Delete an empty project"),
    "projects.list_members": theirOwn("See who was added to a project"),
    "projects.list_candidates": ownEditors("See who could be added to a project"),
    "projects.put_member": ownEditors("Add somebody to a project"),
    "projects.remove_member": ownEditors("Take somebody out of a project"),
  },
  Organization: {
    "organizations.list": everybody("List one’s organizations"),
    "organizations.create": everybody("Create an organization"),
    "organizations.switch": everybody("Switch to another organization of one’s own"),
    "organizations.get": everybody("See the organization"),
    "organizations.set_default": everybody("Choose where signing in leads"),
    "organizations.transfer": owners("Hand the organization over"),
    "organizations.delete": owners("Delete the organization with its data"),
    "members.leave": everybody("Leave the organization"),
    "organizations.rename": admins("Rename the organization"),
    "settings.get": everybody("See the organization’s rules"),
    "settings.update": admins("Change the organization’s rules"),
    "settings.preview": admins("Preview what rules would break"),
    "settings.test_origin": everybody("Test what a browser is told"),
    "organizations.finish_onboarding": admins("Finish setting the organization up"),
    "sessions.switch_mode": everybody("Switch between live and test"),
  },
  "One’s own account": {
    "users.self": everybody("See who one is"),
    "users.rename": everybody("Change one’s name"),
    "users.change_password": everybody("Change one’s password"),
    "users.ask_email_change": everybody("Change one’s e-mail address"),
    "users.security": everybody("See how one’s account is protected"),
    "users.confirm_identity": everybody("Confirm who one is"),
    "users.set_up_second_factor": everybody("Set up a second factor"),
    "users.enable_second_factor": everybody("Turn a second factor on"),
    "users.disable_second_factor": everybody("Turn a second factor off"),
    "users.renew_recovery_codes": everybody("Make new recovery codes"),
    "users.begin_passkey": everybody("Begin to add a passkey"),
    "users.add_passkey": everybody("Add a passkey"),
    "users.remove_passkey": everybody("Remove a passkey"),
    "users.begin_passkey_confirmation": everybody("Begin to confirm who one is by passkey"),
    "users.deletion_plan": everybody("See what deleting one’s account would end"),
    "users.delete_account": everybody("Delete one’s account"),
    "sessions.list": everybody("See where one is signed in"),
    "sessions.revoke": everybody("End sign-ins"),
  },
};
