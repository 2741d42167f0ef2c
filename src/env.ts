import path from "node:path";
import * as z from "zod";
import type { Config, S3Config } from "#core/config.ts";
import { isIpOrCidr } from "#lib/ip-text.ts";

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine((parts) => parts.every(isIpOrCidr), "must be IP addresses or CIDR blocks, comma-separated");

const ulid = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, "must be an id of OpenFGA, as 01HVMMBCMGZNT3SED4Z17ECXCA");

export const Environment = z.object({
  NODE_ENV: z.string().default("development"),
  GATEHOUSE_DEV: z.string().optional(),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  GATEHOUSE_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  GATEHOUSE_DATA: z.string().default(".gatehouse"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgres://"),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(16),
  GATEHOUSE_SECRET: z.string().refine((text) => Buffer.byteLength(text) >= 32, "must have at least 32 bytes"),
  GATEHOUSE_SECRET_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,15}$/, "must be 1 to 16 lower-case letters and digits")
    .default("gk"),
  TRUSTED_PROXIES: list,
  ANONYMOUS_RATE_LIMIT: z.coerce.number().int().min(1).default(10),
  PUBLIC_RATE_LIMIT: z.coerce.number().int().min(1).default(1000),
  PORTAL_RATE_LIMIT: z.coerce.number().int().min(1).default(20_000),
  REQUEST_RETENTION_DAYS: z.coerce.number().int().min(1).max(395).default(30),
  CREDENTIAL_CACHE_SIZE: z.coerce.number().int().min(0).max(5_000_000).default(100_000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://")
    .optional(),
  MAIL_FROM: z.string().min(3).max(300).optional(),
  OUTGOING_ALLOWED_RANGES: list,
  SECRET_SCANNING_KEYS: z.string().min(1).optional(),
  FILES_QUOTA_MIB: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 40)
    .default(10_240),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket")
    .optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().min(1).default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_PATH_STYLE: z.enum(["0", "1"]).default("1"),
  S3_PREFIX: z
    .string()
    .regex(/^(?:[A-Za-z0-9._-]+\/)+$/, "must end with a slash")
    .optional(),
  OPENFGA_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENFGA_STORE_ID: ulid.optional(),
  OPENFGA_MODEL_ID: ulid.optional(),
  OPENFGA_API_TOKEN: z.string().min(1).optional(),
});

/** Null where no bucket is named. */
function s3Of(e: z.output<typeof Environment>): S3Config | null {
  if (!e.S3_BUCKET) return null;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = e;
  if (!accessKeyId !== !secretAccessKey)
    throw new Error(
      "The configuration is not complete:\n  S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: set both, or neither",
    );
  return {
    bucket: e.S3_BUCKET,
    region: e.S3_REGION,
    endpoint: e.S3_ENDPOINT ?? null,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null,
    pathStyle: e.S3_PATH_STYLE === "1",
    prefix: e.S3_PREFIX ?? "",
  };
}

/** The environment as a `Config`. Throws one error that names every variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The configuration is not complete:\n${lines.join("\n")}`);
  }
  const e = parsed.data;
  const production = e.NODE_ENV === "production";
  if (production && !e.GATEHOUSE_PUBLIC_URL)
    throw new Error("The configuration is not complete:\n  GATEHOUSE_PUBLIC_URL: must be set in production");
  if (e.OPENFGA_URL && !e.OPENFGA_STORE_ID)
    throw new Error(
      "The configuration is not complete:\n  OPENFGA_STORE_ID: must be set with OPENFGA_URL; sync-permissions makes a store",
    );
  const publicUrl = e.GATEHOUSE_PUBLIC_URL ?? `http://localhost:${e.PORT}`;
  return {
    production,
    dev: e.GATEHOUSE_DEV === "1",
    host: e.HOST,
    port: e.PORT,
    publicUrl,
    dataFolder: path.resolve(e.GATEHOUSE_DATA),
    databaseUrl: e.DATABASE_URL,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    secret: e.GATEHOUSE_SECRET,
    secretPrefix: e.GATEHOUSE_SECRET_PREFIX,
    trustedProxies: e.TRUSTED_PROXIES,
    anonymousLimit: e.ANONYMOUS_RATE_LIMIT,
    publicLimit: e.PUBLIC_RATE_LIMIT,
    portalLimit: e.PORTAL_RATE_LIMIT,
    requestRetentionDays: e.REQUEST_RETENTION_DAYS,
    credentialCacheSize: e.CREDENTIAL_CACHE_SIZE,
    logLevel: e.LOG_LEVEL,
    smtpUrl: e.SMTP_URL ?? null,
    mailFrom: e.MAIL_FROM ?? `Gatehouse <no-reply@${new URL(publicUrl).hostname}>`,
    outgoingAllowedRanges: e.OUTGOING_ALLOWED_RANGES,
    secretScanningKeys: e.SECRET_SCANNING_KEYS ?? null,
    filesQuotaBytes: e.FILES_QUOTA_MIB === 0 ? null : e.FILES_QUOTA_MIB * 2 ** 20,
    s3: s3Of(e),
    openFga:
      e.OPENFGA_URL && e.OPENFGA_STORE_ID
        ? {
            url: e.OPENFGA_URL,
            storeId: e.OPENFGA_STORE_ID,
            modelId: e.OPENFGA_MODEL_ID ?? null,
            token: e.OPENFGA_API_TOKEN ?? null,
          }
        : null,
  };
}
