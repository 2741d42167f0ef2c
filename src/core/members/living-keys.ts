import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { credentials } from "#db/schema/credentials.ts";

/** Condition: a key of that owner that somebody could still be calling with, neither revoked nor expired. */
export const livingKeysOf = (orgId: string | PgColumn, ownerId: string | PgColumn): SQL | undefined =>
  and(
    eq(credentials.orgId, orgId),
    eq(credentials.ownerId, ownerId),
    eq(credentials.kind, "api_key"),
    isNull(credentials.revokedAt),
    or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
  );
