"use client";

import { useQuery } from "@tanstack/react-query";
import { EyeOff } from "lucide-react";
import { useState } from "react";
import type { StoredFile } from "#contract/file.ts";
import { Card } from "#ui/card.tsx";
import { CodeText } from "#ui/code-block.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { ProblemState } from "#ui/problem-state.tsx";
import { Skeleton } from "#ui/skeleton.tsx";
import { bytes } from "../../parts/numbers.ts";
import { contentPath } from "./content-path.ts";

const HEAD_BYTES = 64 * 1024;
const TEXT = /^text\/|[+/](?:json|xml|yaml)(?:;|$)|^application\/(?:x-ndjson|sql|javascript)/;
const PICTURE = /^image\/(?:png|jpeg|gif|webp|avif)$/;

/**
 * What a file looks like, as far as that can be shown without running anything of it: pictures made of pixels as such,
 * text as text, whatever it would do in a page of its own.
 */
export function Preview({ file }: { file: StoredFile }) {
  if (file.bytes === 0) return <None title="This file is empty" description="There is nothing to look at." />;
  if (PICTURE.test(file.content_type)) return <Picture file={file} />;
  if (TEXT.test(file.content_type)) return <Text file={file} />;
  return (
    <None
      title="No preview"
      description={`Files of the type ${file.content_type} are not shown here. Download it instead.`}
    />
  );
}

const None = ({ title, description }: { title: string; description: string }) => (
  <EmptyState icon={<EyeOff />} title={title} description={description} />
);

function Picture({ file }: { file: StoredFile }) {
  const [broken, setBroken] = useState(false);
  if (broken)
    return <None title="This picture cannot be shown" description="It may be damaged. Download it to find out." />;
  return (
    <Card flush>
      <div className="grid min-h-56 place-items-center bg-surface p-4 dark:bg-sunken">
        {/* biome-ignore lint/performance/noImgElement: it is somebody's own file behind their session, not ours to resize */}
        <img
          src={contentPath(file.id)}
          alt={`Preview of ${file.name}`}
          onError={() => setBroken(true)}
          className="max-h-[32rem] max-w-full rounded-sm object-contain"
        />
      </div>
    </Card>
  );
}

/** Minified text has one line for all of it: nobody wants to scroll that far to the right. */
const hasLongLines = (text: string) => text.split("\n").some((line) => line.length > 500);

function Text({ file }: { file: StoredFile }) {
  const head = useQuery({
    queryKey: ["file head", file.id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const answer = await fetch(contentPath(file.id), { headers: { range: `bytes=0-${HEAD_BYTES - 1}` }, signal });
      if (!answer.ok) throw new Error(`The answer was ${answer.status}.`);
      return new TextDecoder().decode(await answer.arrayBuffer());
    },
  });
  if (head.isError)
    return (
      <ProblemState
        title="The beginning of the file could not be read"
        detail={head.error.message}
        onRetry={() => void head.refetch()}
        retrying={head.isFetching}
      />
    );
  if (head.data === undefined) return <Skeleton className="h-80 w-full rounded-lg" />;
  return (
    <Card
      flush
      {...(file.bytes > HEAD_BYTES && {
        footer: `The first ${bytes(HEAD_BYTES)} of ${bytes(file.bytes)}. Download it to see all of it.`,
      })}
    >
      <div className="max-h-[32rem] overflow-y-auto bg-surface dark:bg-sunken">
        <CodeText code={head.data} wrap={hasLongLines(head.data)} />
      </div>
    </Card>
  );
}
