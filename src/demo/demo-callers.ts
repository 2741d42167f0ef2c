import type { Key } from "#contract/key.ts";
import type { Source } from "#contract/source.ts";
import type { Token } from "#contract/token.ts";
import type { Caller } from "./demo-traffic.ts";

type Calls = Caller["calls"];
type Made = {
  keys: ReadonlyMap<string, Key>;
  tokens: ReadonlyMap<string, Token>;
  sources: ReadonlyMap<string, Source>;
};

/** Who calls in the demo: addresses are of the ranges for documentation (RFC 5737, RFC 3849). */
export function callersOf({ keys, tokens, sources }: Made): Caller[] {
  const idOf = (name: string) => sources.get(name)?.id ?? "";
  const rows = (weight: number, name: string, query: string, ms: number): Calls[number] => [
    weight,
    "readSourceData",
    "GET",
    `/api/v1/sources/${idOf(name)}/data${query}`,
    ms,
  ];
  const list: Calls[number] = [2, "listSources", "GET", "/api/v1/sources", 4];
  const self: Calls[number] = [1, "getUser", "GET", "/api/v1/user", 0.4];

  const calls: Record<string, Omit<Caller, "credential" | "livemode">> = {
    "BI dashboards": {
      userAgent: "bi-connector/4.2",
      ips: ["198.51.100.17", "198.51.100.18"],
      busiest: 34,
      roundTheClock: false,
      calls: [
        list,
        rows(5, "Flights", "?page=1&page_size=1000", 22),
        rows(4, "Airports", "?filter=state:eq:CA", 9),
        rows(3, "Movies", "?sort=-US_Gross", 12),
      ],
    },
    "Mobile backend": {
      userAgent: "mobile-backend/1.9 (node)",
      ips: ["2001:db8::7", "203.0.113.40"],
      busiest: 26,
      roundTheClock: false,
      calls: [
        self,
        rows(6, "Seattle weather", "?sort=-date&page_size=7", 5),
        rows(2, "Stock prices", "?filter=symbol:eq:AAPL", 5),
      ],
    },
    "Nightly export": {
      userAgent: "python-httpx/0.28",
      ips: ["203.0.113.9"],
      busiest: 12,
      roundTheClock: true,
      calls: [list, [4, "exportSource", "GET", `/api/v1/sources/${idOf("Flights")}/export?format=ndjson`, 85]],
    },
    "CI pipeline": {
      userAgent: "curl/8.11.0",
      ips: ["203.0.113.77"],
      busiest: 8,
      roundTheClock: true,
      calls: [self, [1, "getUsage", "GET", "/api/v1/usage", 11], [1, "createSource", "POST", "/api/v1/sources", 240]],
    },
    "Quarterly audit": {
      userAgent: "audit-report/2.0",
      ips: ["192.0.2.30"],
      busiest: 3,
      roundTheClock: false,
      calls: [
        [2, "listAuditEvents", "GET", "/api/v1/audit-events?limit=100", 8],
        [1, "listApiKeys", "GET", "/api/v1/api-keys", 6],
      ],
    },
    "Sandbox experiments": {
      userAgent: "curl/8.11.0",
      ips: ["192.0.2.101"],
      busiest: 9,
      roundTheClock: false,
      calls: [self, list, rows(3, "Weather (test)", "", 6)],
    },
    "Staging backend": {
      userAgent: "staging/0.3 (node)",
      ips: ["192.0.2.44"],
      busiest: 6,
      roundTheClock: true,
      calls: [list, rows(3, "Weather (test)", "?page_size=50", 6)],
    },
    Notebook: {
      userAgent: "python-requests/2.32",
      ips: ["198.51.100.61"],
      busiest: 5,
      roundTheClock: false,
      calls: [list, rows(4, "Flights", "?page_size=500", 14)],
    },
    "Reporting service": {
      userAgent: "reporting/1.2",
      ips: ["203.0.113.120"],
      busiest: 4,
      roundTheClock: true,
      calls: [rows(1, "Stock prices", "?sort=-date", 6)],
    },
  };
  return Object.entries(calls).flatMap(([name, caller]): Caller[] => {
    const key = keys.get(name);
    if (key) return [{ ...caller, credential: { id: key.id, kind: "api_key" }, livemode: key.type !== "test" }];
    const id = tokens.get(name)?.id;
    if (!id) return [];
    const kind = id.startsWith("pat_") ? "personal_access_token" : "private_token";
    return [{ ...caller, credential: { id, kind }, livemode: true }];
  });
}
