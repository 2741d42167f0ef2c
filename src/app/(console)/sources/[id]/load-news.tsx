import type { Source } from "#contract/source.ts";
import { Callout } from "#ui/callout.tsx";
import { Progress } from "#ui/progress.tsx";
import { bytes } from "../../parts/numbers.ts";

/** A file that is being loaded into the source, or that could not be. The rows below are those from before. */
export function LoadNews({ source: { load } }: { source: Source }) {
  if (load?.status === "failed")
    return (
      <Callout tone="danger" title={`${load.file_name} was not loaded; the rows stayed as they were`} className="mb-6">
        {load.error ?? "The reason is not known."}
      </Callout>
    );
  if (load?.status !== "pending") return null;
  const share = load.bytes === 0 || load.imported_bytes >= load.bytes ? null : load.imported_bytes / load.bytes;
  const what = load.kind === "replace" ? "Replacing the rows by" : "Appending the rows of";
  return (
    <Callout title={`${what} ${load.file_name}`} live className="mb-6">
      <p className="mb-3">Until all of them are in, the rows from before are read. You may leave this page.</p>
      <Progress
        label={share === null ? "Putting the rows in place" : "Reading and checking rows"}
        value={share}
        detail={share === null ? bytes(load.bytes) : `${bytes(load.imported_bytes)} of ${bytes(load.bytes)}`}
      />
    </Callout>
  );
}
