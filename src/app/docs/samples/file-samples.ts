import { type Sample, threeSamples } from "./sample.ts";

/** Uploads `report.csv` with its checksum. */
export const uploadSamples = (publicUrl: string): Sample[] =>
  threeSamples(
    `curl "${publicUrl}/api/v1/files" \\
  -H "Authorization: Bearer YOUR_API_KEY" \\
  -H "Repr-Digest: sha-256=:$(openssl dgst -sha256 -binary report.csv | openssl base64):" \\
  -F "file=@report.csv" \\
  -F "description=Figures of March"`,
    `import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

const bytes = await readFile("report.csv");
const form = new FormData();
form.set("file", new Blob([bytes]), "report.csv");
form.set("description", "Figures of March");
const response = await fetch("${publicUrl}/api/v1/files", {
  method: "POST",
  headers: {
    Authorization: "Bearer YOUR_API_KEY",
    "Repr-Digest": \`sha-256=:\${createHash("sha256").update(bytes).digest("base64")}:\`,
  },
  body: form,
});
console.log(response.status, await response.json());`,
    `import base64, hashlib, json, urllib.request, uuid

with open("report.csv", "rb") as file:
    content = file.read()
boundary = uuid.uuid4().hex
parts = [
    ('name="description"', "Figures of March".encode()),
    ('name="file"; filename="report.csv"', content),
]
body = b"".join(
    f"--{boundary}\\r\\nContent-Disposition: form-data; {head}\\r\\n\\r\\n".encode() + value + b"\\r\\n"
    for head, value in parts
) + f"--{boundary}--\\r\\n".encode()
digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
request = urllib.request.Request(
    "${publicUrl}/api/v1/files",
    method="POST",
    headers={
        "Authorization": "Bearer YOUR_API_KEY",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Repr-Digest": f"sha-256=:{digest}:",
    },
    data=body,
)
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response))`,
  );

/** Downloads a file into `report.csv`; one that broke off goes on where it stopped. */
export const resumeSamples = (publicUrl: string): Sample[] =>
  threeSamples(
    `curl -C - -o report.csv "${publicUrl}/api/v1/files/YOUR_FILE_ID/content" \\
  -H "Authorization: Bearer YOUR_API_KEY"`,
    `import { stat, writeFile } from "node:fs/promises";

const there = await stat("report.csv").then(({ size }) => size, () => 0);
const response = await fetch("${publicUrl}/api/v1/files/YOUR_FILE_ID/content", {
  headers: { Authorization: "Bearer YOUR_API_KEY", Range: \`bytes=\${there}-\` },
});
if (response.ok) {
  const flag = response.status === 206 ? "a" : "w";
  await writeFile("report.csv", Buffer.from(await response.arrayBuffer()), { flag });
}
console.log(response.status);`,
    `import os, urllib.request

there = os.path.getsize("report.csv") if os.path.exists("report.csv") else 0
request = urllib.request.Request(
    "${publicUrl}/api/v1/files/YOUR_FILE_ID/content",
    headers={"Authorization": "Bearer YOUR_API_KEY", "Range": f"bytes={there}-"},
)
with urllib.request.urlopen(request) as response:
    with open("report.csv", "ab" if response.status == 206 else "wb") as file:
        while chunk := response.read(65536):
            file.write(chunk)
    print(response.status)`,
  );
