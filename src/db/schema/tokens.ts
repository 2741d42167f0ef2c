import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";
import { sessions } from "./users.ts";

/** The public half of a signing key as the JWKS shows it (RFC 7517, RFC 7518 §6.3.1). */
export type PublicJwk = { kty: "RSA"; n: string; e: string; kid: string; alg: "RS256"; use: "sig" };

/**
 * What signs tokens. A key is published as soon as it is here and signs from `signs_from` on, until a later one does.
 * The private half is sealed, and forgotten once the key no longer signs.
 */
export const signingKeys = pgTable("signing_keys", {
  kid: text().primaryKey(),
  publicKey: jsonb("public_key").$type<PublicJwk>().notNull(),
  sealedPrivateKey: text("sealed_private_key"),
  signsFrom: instant("signs_from").notNull(),
  /** The last private token that it signed has died by then. */
  neededUntil: instant("needed_until").notNull(),
  createdAt: createdAt(),
});

/** Hashes of refresh tokens. A used one stays as long as its session, so that a second use is noticed. */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    hash: text().primaryKey(),
    sessionId: text("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    usedAt: instant("used_at"),
    createdAt: createdAt(),
  },
  (t) => [index("refresh_tokens_session_idx").on(t.sessionId)],
);
