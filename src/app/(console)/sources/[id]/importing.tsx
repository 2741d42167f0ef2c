import type { Source } from "#contract/source.ts";
import { Callout } from "#ui/callout.tsx";
import { Card } from "#ui/card.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { Progress } from "#ui/progress.tsx";
import { bytes } from "../../parts/numbers.ts";

/** How far the import is. It goes on without this page. */
export function Importing({ source }: { source: Source }) {
  const { imported_bytes, bytes: all } = source;
  // The last step, which makes everything visible at once, has no measure.
  const share = all === 0 || imported_bytes >= all ? null : imported_bytes / all;
  return (
    <Card
      title={`Importing ${source.file_name}`}
      description="All rows become visible at once when the last one is in. You may leave this page: the import goes on."
    >
      <Progress
        label={share === null ? "Putting the rows in place" : "Reading and checking rows"}
        value={share}
        detail={share === null ? bytes(all) : `${bytes(imported_bytes)} of ${bytes(all)}`}
      />
    </Card>
  );
}

/** Why no rows came of the file. */
export function ImportFailed({ source }: { source: Source }) {
  return (
    <Callout
      tone="danger"
      title="The import failed; no rows were kept"
      action={
        <LinkButton size="sm" href="/sources/new">
          Upload again
        </LinkButton>
      }
    >
      {source.error ?? "The reason is not known."}
    </Callout>
  );
}
