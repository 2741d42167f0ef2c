import { hash } from "node:crypto";
import { ScanFindings, ScanLabels, ScanReportInput } from "#contract/leak.ts";
import { parseInput } from "#core/parse-input.ts";
import { Refusal } from "#core/refusal.ts";
import { guestMutation } from "#core/verb.ts";
import { endFound } from "./end-found.ts";

/**
 * Takes findings in the format of GitHub's secret scanning partner program: a list of tokens, signed by the scanner
 * (ECDSA P-256 with SHA-256 over the body). Each that opens something is ended, and the answer says which did; a
 * scanner that proved who it is may know.
 */
export const reportFindings = guestMutation(
  { name: "leaks.report_findings", input: ScanReportInput, output: ScanLabels },
  async ({ runtime, request, now }, { body, key_identifier, signature }) => {
    if (!runtime.scanningKeys.isSetUp)
      throw new Refusal("not_found", "No secret scanner reports to this installation.");
    if (!(await runtime.scanningKeys.verify(key_identifier, body, signature)))
      throw new Refusal("forbidden", "The signature is not one of a scanner that this installation knows.");
    const labels = [];
    for (const { token, type, url, source } of parseInput(ScanFindings, readJson(body))) {
      const found = { secret: token, holder: false, source: `Secret scanning (${source || "unknown source"})` };
      const ended = await endFound(runtime, request, { ...found, foundAt: url ?? null }, now);
      labels.push({
        token_hash: hash("sha256", token),
        token_type: type,
        label: ended ? ("true_positive" as const) : ("false_positive" as const),
      });
    }
    return labels;
  },
);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("invalid_request", "The body is not JSON.");
  }
}
