import { ScanFindings } from "#contract/leak.ts";
import { endToken } from "#domain/leaks/end-token.ts";
import { reportFindings } from "#domain/leaks/report-findings.ts";
import { readText } from "./body.ts";
import { guestOperation } from "./operation.ts";

const tag = "Leaks";

export const leakOperations = [
  guestOperation({
    id: "endToken",
    method: "POST",
    path: "/auth/revoke",
    tag,
    summary: "End a credential that you hold",
    description:
      "Whoever holds a credential may end it. Sent as Authorization, it is revoked; held up in the body by somebody else, it counts as leaked and its owner is told. The answer is the same whether it existed or not.",
    status: 202,
    credentialField: "presented",
    verb: endToken,
  }),
  guestOperation({
    id: "reportFindings",
    method: "POST",
    path: "/secret-scanning/findings",
    tag,
    summary: "Report leaked secrets as a secret scanning partner",
    description:
      "GitHub's partner format. Github-Public-Key-Identifier names the scanner's key, Github-Public-Key-Signature holds its ECDSA P-256 signature with SHA-256 over the body.",
    verb: reportFindings,
    body: ScanFindings,
    readBody: async (request) => ({
      body: await readText(request),
      key_identifier: String(request.headers["github-public-key-identifier"] ?? ""),
      signature: String(request.headers["github-public-key-signature"] ?? ""),
    }),
  }),
];
