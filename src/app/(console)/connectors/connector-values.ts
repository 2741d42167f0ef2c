import type { FieldErrors, Resolver } from "react-hook-form";
import type * as z from "zod";
import { type Connector, CreateConnectorInput } from "#contract/connector.ts";
import type { ConnectorSettings } from "#contract/connector-settings.ts";
import { dailyTime } from "./connector-words.ts";

/** What the form holds: everything of both kinds, flat and as it is typed. */
export type ConnectorValues = {
  name: string;
  project_id: string;
  kind: "postgres" | "http";
  host: string;
  port: string;
  database: string;
  user: string;
  tls: "verify-full" | "require" | "disable";
  ca: string;
  reads: "table" | "query";
  schema: string;
  table: string;
  query: string;
  url: string;
  auth: "none" | "bearer" | "basic" | "header";
  auth_user: string;
  auth_name: string;
  rows_at: string;
  timeout_seconds: string;
  secret: string;
  key_columns: string;
  repeats: "never" | "quarter" | "hour" | "day" | "cron";
  time: string;
  cron: string;
  time_zone: string;
};

export const emptyValues: ConnectorValues = {
  name: "",
  project_id: "",
  kind: "postgres",
  host: "",
  port: "5432",
  database: "",
  user: "",
  tls: "verify-full",
  ca: "",
  reads: "table",
  schema: "public",
  table: "",
  query: "",
  url: "",
  auth: "none",
  auth_user: "",
  auth_name: "X-API-Key",
  rows_at: "",
  timeout_seconds: "300",
  secret: "",
  key_columns: "",
  repeats: "never",
  time: "06:00",
  cron: "0 6 * * MON-FRI",
  time_zone: "UTC",
};

const number = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : text);

function settingsOf(values: ConnectorValues): z.input<typeof CreateConnectorInput>["settings"] {
  const timeout_seconds = number(values.timeout_seconds) as number;
  if (values.kind === "http")
    return {
      kind: "http",
      url: values.url,
      auth:
        values.auth === "basic"
          ? { type: "basic", user: values.auth_user }
          : values.auth === "header"
            ? { type: "header", name: values.auth_name }
            : { type: values.auth },
      rows_at: values.rows_at.trim() || null,
      timeout_seconds,
    };
  return {
    kind: "postgres",
    host: values.host,
    port: number(values.port) as number,
    database: values.database,
    user: values.user,
    tls: values.tls,
    ca: values.tls === "verify-full" ? values.ca.trim() || null : null,
    schema: values.schema,
    table: values.reads === "table" ? values.table : null,
    query: values.reads === "query" ? values.query : null,
    timeout_seconds,
  };
}

function scheduleOf({ repeats, time, cron, time_zone }: ConnectorValues) {
  const [hour = "0", minute = "0"] = time.split(":").map((part) => `${Number(part)}`);
  const patterns = { quarter: "*/15 * * * *", hour: "0 * * * *", day: `${minute} ${hour} * * *`, cron };
  return repeats === "never" ? null : { cron: patterns[repeats], time_zone };
}

/** The form as the verbs take it. An empty secret keeps the one that is stored. */
const toInput = (values: ConnectorValues) => ({
  name: values.name,
  ...(values.project_id && { project_id: values.project_id }),
  settings: settingsOf(values),
  ...(values.secret && { secret: values.secret }),
  key_columns: values.key_columns
    .split(",")
    .map((column) => column.trim())
    .filter(Boolean),
  schedule: scheduleOf(values),
});

/** A connector as the form shows it; its secret is nobody's to see. */
export function valuesOf({ name, project_id, settings, key_columns, schedule }: Connector): ConnectorValues {
  const time = schedule && dailyTime(schedule.cron);
  const repeats =
    schedule === null
      ? "never"
      : schedule.cron === "*/15 * * * *"
        ? "quarter"
        : schedule.cron === "0 * * * *"
          ? "hour"
          : time
            ? "day"
            : "cron";
  return {
    ...emptyValues,
    name,
    project_id,
    ...kindValues(settings),
    timeout_seconds: `${settings.timeout_seconds}`,
    key_columns: key_columns.join(", "),
    repeats,
    ...(time && { time }),
    ...(schedule && { cron: schedule.cron, time_zone: schedule.time_zone }),
  };
}

function kindValues(settings: ConnectorSettings): Partial<ConnectorValues> {
  if (settings.kind === "http") {
    const { url, auth, rows_at } = settings;
    return {
      kind: "http",
      url,
      auth: auth.type,
      ...(auth.type === "basic" && { auth_user: auth.user }),
      ...(auth.type === "header" && { auth_name: auth.name }),
      rows_at: rows_at ?? "",
    };
  }
  const { ca, port, table, query, kind, host, database, user, tls, schema } = settings;
  return {
    kind,
    host,
    database,
    user,
    tls,
    schema,
    port: `${port}`,
    ca: ca ?? "",
    reads: table === null ? "query" : "table",
    table: table ?? "",
    query: query ?? "",
  };
}

/** The field of the form that a path of the input belongs to: `settings.auth.name` is `auth_name`. */
export function fieldOf(attr: string): keyof ConnectorValues | null {
  const [first = "", ...rest] = attr.split(".");
  const name =
    (first === "settings"
      ? rest.filter((part) => !/^\d+$/.test(part)).join("_")
      : first === "schedule"
        ? rest[0]
        : first) ?? "";
  const known = name === "auth_type" ? "auth" : name;
  return known in emptyValues ? (known as keyof ConnectorValues) : null;
}

/** Checks the form with the schema that the server will check it with. */
export const connectorResolver: Resolver<ConnectorValues, unknown, z.output<typeof CreateConnectorInput>> = (
  values,
) => {
  const parsed = CreateConnectorInput.safeParse(toInput(values));
  if (parsed.success) return { values: parsed.data, errors: {} };
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of parsed.error.issues)
    errors[fieldOf(path.join(".")) ?? "root"] ??= { type: code, message };
  return { values: {}, errors: errors as FieldErrors<ConnectorValues> };
};
