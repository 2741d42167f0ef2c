import { type Sample, threeSamples } from "./sample.ts";

export type ApiCall = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below `/api/v1`. */
  path: string;
  query?: readonly (readonly [name: string, value: string])[];
  /** What stands for the credential in the sample, `YOUR_API_KEY` unless told; null: none is sent. */
  credential?: string | null;
  /** Besides the credential. */
  headers?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, unknown>>;
};

/** One call as curl, TypeScript and Python, each of which runs as it stands once the placeholders are filled. */
export function callSamples(publicUrl: string, call: ApiCall): Sample[] {
  return threeSamples(asCurl(publicUrl, call), asTypeScript(publicUrl, call), asPython(publicUrl, call));
}

const isPlain = (text: string) => /^[\w.,:-]*$/.test(text);

/** The address; a single plain parameter stands in it, more of them or stranger ones are written out. */
function addressOf(publicUrl: string, { path, query = [] }: ApiCall): { url: string; apart: ApiCall["query"] } {
  const url = `${publicUrl}/api/v1${path}`;
  const [only] = query;
  if (query.length === 1 && only && isPlain(only[1])) return { url: `${url}?${only[0]}=${only[1]}`, apart: [] };
  return { url, apart: query };
}

const headersOf = ({ credential = "YOUR_API_KEY", headers, body }: ApiCall): [string, string][] =>
  Object.entries({
    ...(credential !== null && { Authorization: `Bearer ${credential}` }),
    ...headers,
    ...(body && { "Content-Type": "application/json" }),
  });

/** A JavaScript name stands bare, any other in quotes. */
const nameOf = (name: string) => (/^[A-Za-z]+$/.test(name) ? name : JSON.stringify(name));

function asCurl(publicUrl: string, call: ApiCall): string {
  const { method = "GET", body } = call;
  const { url, apart = [] } = addressOf(publicUrl, call);
  return [
    `curl${apart.length > 0 ? " -G" : ""}${method === "GET" ? "" : ` -X ${method}`} "${url}"`,
    ...headersOf(call).map(([name, value]) => `-H ${shellText(`${name}: ${value}`)}`),
    ...apart.map(([name, value]) =>
      isPlain(value) ? `-d "${name}=${value}"` : `--data-urlencode ${shellText(`${name}=${value}`)}`,
    ),
    ...(body ? [`-d '${JSON.stringify(body)}'`] : []),
  ].join(" \\\n  ");
}

/** Double quotes read best; single ones where the text has double quotes itself. */
const shellText = (text: string) => (text.includes('"') ? `'${text}'` : `"${text}"`);

function asTypeScript(publicUrl: string, call: ApiCall): string {
  const { method = "GET", body } = call;
  const headers = headersOf(call);
  const inHeaders = headers.map(([name, value]) => `${nameOf(name)}: ${JSON.stringify(value)}`);
  const lines = [
    ...(method === "GET" ? [] : [`  method: "${method}",`]),
    ...(headers.length === 1
      ? [`  headers: { ${inHeaders[0]} },`]
      : ["  headers: {", ...inHeaders.map((line) => `    ${line},`), "  },"]),
    ...(body ? [`  body: JSON.stringify(${asLiteral(body)}),`] : []),
  ];
  const { url, apart = [] } = addressOf(publicUrl, call);
  const query = apart.map(([name, value]) => `\n  [${JSON.stringify(name)}, ${JSON.stringify(value)}],`).join("");
  const before = apart.length > 0 ? `const query = new URLSearchParams([${query}\n]);\n` : "";
  const address = apart.length > 0 ? `\`${url}?\${query}\`` : `"${url}"`;
  return `${before}const response = await fetch(${address}, {
${lines.join("\n")}
});
console.log(response.status, await response.json());`;
}

/** JSON with the spaces and bare names that people write by hand. */
const asLiteral = (body: Readonly<Record<string, unknown>>): string =>
  `{ ${Object.entries(body)
    .map(([name, value]) => `${nameOf(name)}: ${JSON.stringify(value)}`)
    .join(", ")} }`;

const asDict = (body: Readonly<Record<string, unknown>>): string =>
  `{${Object.entries(body)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(", ")}}`;

function asPython(publicUrl: string, call: ApiCall): string {
  const { method = "GET", body } = call;
  const headers = headersOf(call);
  const inHeaders = headers.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const { url, apart = [] } = addressOf(publicUrl, call);
  const query = apart.map(([name, value]) => `\n    (${JSON.stringify(name)}, ${JSON.stringify(value)}),`).join("");
  const before = apart.length > 0 ? `query = urllib.parse.urlencode([${query}\n])\n` : "";
  const lines = [
    apart.length > 0 ? `    f"${url}?{query}",` : `    "${url}",`,
    ...(method === "GET" ? [] : [`    method="${method}",`]),
    ...(headers.length === 1
      ? [`    headers={${inHeaders[0]}},`]
      : ["    headers={", ...inHeaders.map((line) => `        ${line},`), "    },"]),
    ...(body ? [`    data=json.dumps(${asDict(body)}).encode(),`] : []),
  ];
  return `import json, ${apart.length > 0 ? "urllib.parse, " : ""}urllib.request

${before}request = urllib.request.Request(
${lines.join("\n")}
)
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response))`;
}
