import * as z from "zod";

/** `verify-full` checks the server's certificate and name; `require` encrypts without; `disable` is plain text. */
export const TlsMode = z.enum(["verify-full", "require", "disable"]);
export type TlsMode = z.infer<typeof TlsMode>;

/** A name or an address, without a scheme, a port or a path. */
const Host = z
  .string()
  .trim()
  .min(1, "The name or address of the server.")
  .max(253)
  .regex(/^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9.])?|[0-9A-Fa-f:.]+)$/, "A name or an address, nothing else.");
const Identifier = z.string().min(1).max(63);
const TimeoutSeconds = z.int().min(5).max(3600).describe("How long reading may take, in seconds");
const Ca = z
  .string()
  .trim()
  .max(65_536)
  .regex(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/, "Certificates in PEM.")
  .nullable();

const Url = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), "A URL such as https://example.com/orders.csv.")
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { username, password, hash } = new URL(text);
    return username + password + hash === "";
  }, "A URL without a user name, a password or a fragment. Use the authorization below.");

/** Headers that mean something to the connection itself, or that we send. */
const reservedHeaders =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|keep-alive|accept|accept-encoding|user-agent|range|if-.*|proxy-.*|cookie)$/i;
export const FeedAuth = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  z.strictObject({ type: z.literal("bearer") }),
  z.strictObject({
    type: z.literal("basic"),
    user: z
      .string()
      .min(1)
      .max(200)
      .refine((user) => !user.includes(":"), "A user name holds no colon."),
  }),
  z.strictObject({
    type: z.literal("header"),
    name: z
      .string()
      .max(100)
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "The name of a header, such as X-API-Key.")
      .refine((name) => !reservedHeaders.test(name), "This header is not one for credentials."),
  }),
]);
export type FeedAuth = z.infer<typeof FeedAuth>;

const postgres = {
  kind: z.literal("postgres"),
  host: Host,
  port: z.int().min(1).max(65_535),
  database: Identifier,
  user: Identifier,
  tls: TlsMode,
  ca: Ca.describe("Certificates that are trusted instead of the public ones, in PEM"),
  schema: Identifier,
  table: Identifier.nullable().describe("A table or view; null where there is a query"),
  query: z
    .string()
    .trim()
    .min(1)
    .max(20_000)
    .nullable()
    .describe("One statement that reads; null where there is a table"),
  timeout_seconds: TimeoutSeconds,
};
const http = {
  kind: z.literal("http"),
  url: Url.describe("CSV, JSON or NDJSON; https, or http into the ranges that the operator allows"),
  auth: FeedAuth.describe("How the secret is sent"),
  rows_at: z
    .string()
    .max(200)
    .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, "A JSON pointer such as /data/items.")
    .nullable()
    .describe("JSON pointer to the array of rows; null: the document is that array"),
  timeout_seconds: TimeoutSeconds,
};

const oneOfBoth = ({ table, query }: { table: string | null; query: string | null }) =>
  (table === null) !== (query === null);

/** Where rows come from, complete. What is left out has a default. */
export const ConnectorSettings = z.discriminatedUnion("kind", [
  z
    .strictObject({
      ...postgres,
      port: postgres.port.default(5432),
      tls: postgres.tls.default("verify-full"),
      ca: postgres.ca.default(null),
      schema: postgres.schema.default("public"),
      table: postgres.table.default(null),
      query: postgres.query.default(null),
      timeout_seconds: TimeoutSeconds.default(300),
    })
    .refine(oneOfBoth, { path: ["table"], message: "Name a table, or write a query: one of both." }),
  z.strictObject({
    ...http,
    auth: http.auth.default({ type: "none" }),
    rows_at: http.rows_at.default(null),
    timeout_seconds: TimeoutSeconds.default(300),
  }),
]);
export type ConnectorSettings = z.infer<typeof ConnectorSettings>;
export type PostgresSettings = Extract<ConnectorSettings, { kind: "postgres" }>;
export type FeedSettings = Extract<ConnectorSettings, { kind: "http" }>;

/** The same as it is kept and answered: nothing is left out. */
export const StoredSettings = z.discriminatedUnion("kind", [z.object(postgres), z.object(http)]);

/** A JSON merge patch of settings: what is left out stays. The kind stays what it is. */
export const ConnectorSettingsPatch = z.union([
  z.strictObject({ ...postgres, kind: postgres.kind.optional() }).partial(),
  z.strictObject({ ...http, kind: http.kind.optional() }).partial(),
]);
