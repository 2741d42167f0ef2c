"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { refusalOf } from "#app/forms/show-problem.ts";
import type { Source, Upload } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Card } from "#ui/card.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { KeyValueList } from "#ui/key-value-list.tsx";
import { Progress } from "#ui/progress.tsx";
import { Segmented } from "#ui/segmented.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { bytes, counted } from "../../parts/numbers.ts";
import { UploadError } from "../../parts/send-file.ts";
import { uploadFile } from "../new/upload-file.ts";
import { UploadZone } from "../new/upload-zone.tsx";
import { Differences } from "./differences.tsx";

type Kind = "replace" | "append";
const about: Record<Kind, string> = {
  replace:
    "Its rows take the place of all rows of this source, at once. Keys and links stay as they are, and until the new rows are all in, the old ones are read.",
  append:
    "Its rows come after those that are there. Columns never change; rows that do not fit are left out and listed.",
};

/** New rows from a file: instead of those that are there, or after them. */
export function UpdateTab({ source }: { source: Source }) {
  const [kind, setKind] = useState<Kind>("replace");
  const [upload, setUpload] = useState<Upload | null>(null);
  const [sending, setSending] = useState<{ file: File; share: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ending = useRef<AbortController>(null);

  async function send(file: File) {
    const abort = new AbortController();
    ending.current = abort;
    setProblem(null);
    setSending({ file, share: 0 });
    try {
      setUpload(await uploadFile(file, (share) => setSending({ file, share }), abort.signal));
    } catch (error) {
      if (!abort.signal.aborted)
        setProblem(error instanceof UploadError ? error.message : "The upload was broken off.");
    }
    setSending(null);
  }

  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Segmented
        label="What the file does"
        className="self-start"
        value={kind}
        onValueChange={setKind}
        options={[
          { value: "replace", label: "Replace rows" },
          { value: "append", label: "Append rows" },
        ]}
      />
      {upload ? (
        <Review source={source} kind={kind} upload={upload} onAgain={() => setUpload(null)} />
      ) : sending ? (
        <Card title={sending.file.name}>
          <Progress
            label={sending.share < 1 ? "Uploading" : "Reading every row"}
            value={sending.share < 1 ? sending.share : null}
            detail={bytes(sending.file.size)}
          />
          <Button className="mt-4" onClick={() => ending.current?.abort()}>
            Cancel upload
          </Button>
        </Card>
      ) : (
        <>
          {problem && (
            <Callout tone="danger" live>
              {problem}
            </Callout>
          )}
          <UploadZone onFile={(file) => void send(file)} about={about[kind]} what="it becomes rows of this source" />
        </>
      )}
    </div>
  );
}

function Review({
  source,
  kind,
  upload,
  onAgain,
}: {
  source: Source;
  kind: Kind;
  upload: Upload;
  onAgain: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const review = useQuery(trpc.sources.reviewContent.queryOptions({ id: source.id, upload_id: upload.id }));
  const replace = useMutation(trpc.sources.replace.mutationOptions());
  const append = useMutation(trpc.sources.append.mutationOptions());
  const [accepted, setAccepted] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  if (review.isError) return <QueryProblem query={review} />;
  if (!review.data) return <Skeleton className="h-48 w-full rounded-lg" />;
  const { differences, rows_before, rows_after } = review.data;
  const strange = differences.filter(({ change }) => change === "added");
  const changes = kind === "replace" ? differences : strange;

  async function go() {
    setRefused(null);
    try {
      if (kind === "replace")
        await replace.mutateAsync({ id: source.id, upload_id: upload.id, accept_schema_change: accepted });
      else await append.mutateAsync({ id: source.id, upload_id: upload.id });
      toast.success(kind === "replace" ? "The rows are being replaced" : "The rows are being appended");
      await queries.invalidateQueries({ queryKey: trpc.sources.pathKey() });
    } catch (error) {
      setRefused(refusalOf(error).detail);
    }
  }

  return (
    <Card title={upload.file_name}>
      <KeyValueList
        items={[
          { term: "Rows now", value: counted(rows_before, "row") },
          {
            term: kind === "replace" ? "Rows afterwards" : "Rows to append",
            value: counted(rows_after, "row"),
            hint: upload.malformed_rows > 0 ? `${counted(upload.malformed_rows, "row")} cannot be read` : undefined,
          },
        ]}
      />
      {changes.length === 0 ? (
        <Callout tone="success" className="mt-4">
          The file has the columns of this source.
        </Callout>
      ) : (
        <div className="mt-4 flex flex-col gap-4">
          <Callout tone="warning" title={`${counted(changes.length, "column")} would differ`}>
            {kind === "replace"
              ? "Whoever reads these columns by name, in a filter, a dashboard or a policy, may break."
              : "Appending never changes columns. Replace the rows to take these over."}
          </Callout>
          <Differences differences={changes} />
          {kind === "replace" && (
            <Checkbox
              checked={accepted}
              onCheckedChange={setAccepted}
              label="Take over these columns"
              hint="What was said of columns that stay is kept."
            />
          )}
        </div>
      )}
      {refused && (
        <Callout tone="danger" live className="mt-4">
          {refused}
        </Callout>
      )}
      <div className="mt-4 flex gap-2">
        <Button
          variant="primary"
          disabled={changes.length > 0 && (kind === "append" || !accepted)}
          loading={replace.isPending || append.isPending}
          onClick={() => void go()}
        >
          {kind === "replace" ? "Replace rows" : "Append rows"}
        </Button>
        <Button onClick={onAgain}>Choose another file</Button>
      </div>
    </Card>
  );
}
