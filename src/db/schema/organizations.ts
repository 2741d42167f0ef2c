import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { OrganizationSettings } from "#contract/organization.ts";
import type { ProjectRole, Role } from "#contract/role.ts";
import { createdAt, instant, orgId, updatedAt } from "./columns.ts";
import { users } from "./users.ts";

export const organizations = pgTable("organizations", {
  id: text().primaryKey(),
  name: text().notNull(),
  settings: jsonb().$type<Partial<OrganizationSettings>>().notNull().default({}),
  onboarded: boolean().notNull().default(false),
  version: integer().notNull().default(1),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const memberships = pgTable(
  "memberships",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text().$type<Role>().notNull(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] }), index("memberships_user_idx").on(t.userId)],
);

/** Spaces inside an organization. Each organization has a default one for live and one for test objects. */
export const projects = pgTable(
  "projects",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    name: text().notNull(),
    description: text(),
    livemode: boolean().notNull(),
    isDefault: boolean("is_default").notNull().default(false),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("projects_org_idx").on(t.orgId)],
);

/** Who is in a project besides owners and admins. The default projects have no rows: everybody is in them. */
export const projectMembers = pgTable(
  "project_members",
  {
    orgId: orgId(),
    projectId: text("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    userId: text("user_id").notNull(),
    role: text().$type<ProjectRole>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.userId] }),
    foreignKey({ columns: [t.orgId, t.userId], foreignColumns: [memberships.orgId, memberships.userId] }).onDelete(
      "cascade",
    ),
    index("project_members_user_idx").on(t.orgId, t.userId),
  ],
);

/** Ways in that were sent to somebody. Of the link only a SHA-256 hash is kept. */
export const invitations = pgTable(
  "invitations",
  {
    id: text().primaryKey(),
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    /** The one who may accept; null: whoever has the link. */
    email: text(),
    role: text().$type<Role>().notNull(),
    tokenHash: text("token_hash").notNull(),
    invitedBy: text("invited_by")
      .notNull()
      .references(() => users.id),
    /** The credential that it was made with; null: a person in the portal. */
    credentialId: text("credential_id"),
    createdAt: createdAt(),
    sentAt: instant("sent_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    acceptedBy: text("accepted_by"),
    revokedAt: instant("revoked_at"),
    version: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex("invitations_token_key").on(t.tokenHash),
    index("invitations_org_idx").on(t.orgId, t.createdAt, t.id),
  ],
);

/** Whose audit chain has ended for good: the rows of everything else are gone. */
export const deletedOrganizations = pgTable("deleted_organizations", {
  orgId: text("org_id").primaryKey(),
  deletedAt: instant("deleted_at").notNull().defaultNow(),
});
