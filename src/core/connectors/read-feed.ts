import type { FeedSettings } from "#contract/connector-settings.ts";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { convertRows, type Tally } from "../importing/convert-rows.ts";
import { FileProblem } from "../importing/file-problem.ts";
import { type Inspection, inspectFile } from "../importing/inspect-file.ts";
import { askFeed, explainFeed, type FeedAnswer } from "./feed-answer.ts";
import type { Fetched, Reading, Unchanged } from "./fetched.ts";
import { jsonRowsAt } from "./json-rows.ts";
import type { FoundColumn } from "./plan-columns.ts";
import { type StagedFile, stagedFile } from "./staged-file.ts";
import { StepProblem } from "./step-problem.ts";

/** Reads a feed into a file and looks at it as at an upload. */
export async function readFeed(reading: Reading<FeedSettings>): Promise<Fetched | Unchanged> {
  const { settings, seen, path, progress } = reading;
  const answer = await askFeed({ ...reading, seen });
  if (answer === null) return { unchanged: true };
  const file = stagedFile(path);
  try {
    progress({ phase: "reading" });
    await stageAnswer(answer, settings, file, (bytes) => progress({ bytes }));
  } catch (error) {
    throw explainFeed(error, settings, reading.signal) ?? error;
  } finally {
    answer.close();
    file.finish();
  }
  const sha256 = file.finish();
  if (seen?.sha256 === sha256) return { unchanged: true };
  const inspection = inspected(path);
  const plan = reading.plan(foundIn(inspection));
  progress({ rows: inspection.row_count });
  const tally: Tally = { rows: 0, rejected: 0, rejections: [], empty: plan.columns.map(() => false) };
  const { columns } = plan;
  return {
    plan,
    tally,
    chunks: convertRows(
      { path, shape: inspection, width: inspection.columns.length, columns, onBytes: () => {} },
      tally,
    ),
    format: inspection.format,
    fileName: nameOf(settings.url),
    bytes: file.bytes,
    content: { etag: answer.etag, lastModified: answer.lastModified, sha256 },
  };
}

/** Writes the rows of an answer into a file. `most` bytes are read, and then it is a problem, or (a sample) the end. */
export async function stageAnswer(
  { body }: Pick<FeedAnswer, "body">,
  { rows_at }: FeedSettings,
  file: Pick<StagedFile, "bytes" | "write">,
  onBytes: (total: number) => void = () => {},
  sampleBytes?: number,
): Promise<void> {
  const cut = rows_at === null ? null : jsonRowsAt(rows_at);
  let total = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > MAX_UPLOAD_BYTES) throw new StepProblem("answer", "The feed is larger than 256 MiB.");
    const kept = cut === null ? chunk : cut.write(chunk);
    if (kept) file.write(kept);
    onBytes(total);
    if (sampleBytes !== undefined && file.bytes >= sampleBytes) return;
  }
  cut?.end();
}

/** What a file holds, or why it is no table, said of a feed. */
function inspected(path: string): Inspection {
  try {
    return inspectFile(path);
  } catch (error) {
    if (error instanceof FileProblem) throw feedProblem(error.message);
    throw error;
  }
}

export const feedProblem = (message: string) =>
  new StepProblem(
    "format",
    message.replaceAll("The file", "The feed").replace(/ Upload an array/, " It must be an array"),
  );

export const foundIn = ({ columns, row_count }: Inspection): FoundColumn[] =>
  columns.map(({ name, key, type, empty }, index) => ({ name, key, type, index, empty: empty === row_count }));

const nameOf = (url: string): string => {
  const { pathname, hostname } = new URL(url);
  return (pathname.split("/").findLast((part) => part !== "") ?? hostname).slice(0, 200);
};
