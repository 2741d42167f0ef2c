"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { File as FileIcon, Upload } from "lucide-react";
import { debounce, useQueryStates } from "nuqs";
import { type ReactNode, useRef } from "react";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { SearchInput } from "#ui/search-input.tsx";
import { Select } from "#ui/select.tsx";
import { bytes, counted } from "../parts/numbers.ts";
import { pagesOptions } from "../parts/pages-options.ts";
import { useSettled } from "../parts/use-settled.ts";
import { DropArea, type DropAreaHandle } from "./drop-area.tsx";
import { FileTable } from "./file-table.tsx";
import { type FilesSearch, filesInput, filesParsers } from "./files-search.ts";
import { UploadList } from "./upload-list.tsx";
import { useUploads } from "./use-uploads.ts";

const sorts: readonly { value: FilesSearch["sort"]; label: string }[] = [
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
  { value: "name", label: "Name" },
  { value: "-bytes", label: "Largest first" },
];

/**
 * Files with search, order and upload: of one project, or of all that the reader is in. `filter` stands between search
 * and order; `header` is given the button that begins an upload, which the empty state has itself.
 */
export function FilesPanel({
  projectId,
  canWrite,
  why,
  filter,
  projects,
  header,
}: {
  /** Where to look and where uploads go; null: everywhere, and the default project. */
  projectId: string | null;
  canWrite: boolean;
  /** Told to whoever may not upload, where there is nothing to see. */
  why: string;
  filter?: ReactNode;
  /** Names by id, to be told in a column. */
  projects?: ReadonlyMap<string, string> | undefined;
  header?: (upload: ReactNode) => ReactNode;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const area = useRef<DropAreaHandle>(null);
  const [search, setSearch] = useQueryStates(filesParsers, { history: "push" });
  const input = filesInput({ ...search, q: useSettled(search.q, 250), project: projectId });
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.files.list.queryKey(input), (cursor) => client.files.list.query({ ...input, cursor })),
    placeholderData: keepPreviousData,
  });
  const { uploads, add, dismiss } = useUploads(projectId);
  const files = list.data?.pages.flatMap((page) => page.data);
  const filtered = search.q !== "" || (filter !== undefined && projectId !== null);
  const isNew = files?.length === 0 && !filtered;
  const button = canWrite && (
    <Button variant="primary" onClick={() => area.current?.choose()}>
      <Upload aria-hidden />
      Upload files
    </Button>
  );

  return (
    <>
      {header?.(!isNew && button)}
      <DropArea ref={area} onFiles={add} disabled={!canWrite}>
        {!isNew && (
          <div className="mb-4 flex flex-wrap items-center gap-2">
            <SearchInput
              label="Search files"
              placeholder="Name"
              value={search.q}
              onValueChange={(text) =>
                void setSearch({ q: text || null }, { history: "replace", limitUrlUpdates: debounce(300) })
              }
              className="w-full sm:w-64"
            />
            {filter}
            <Select
              label="Order"
              value={search.sort}
              onValueChange={(sort) => void setSearch({ sort })}
              options={sorts}
              className="w-full sm:w-40"
            />
            {!header && <div className="ml-auto">{button}</div>}
          </div>
        )}
        <UploadList uploads={uploads} onDismiss={dismiss} />
        <FileTable
          files={files}
          projects={projects}
          refreshing={list.isPlaceholderData}
          problem={list.isError && !list.data && <QueryProblem query={list} />}
          empty={
            filtered ? (
              <EmptyState
                icon={<FileIcon />}
                title="No file fits"
                description="Try another name. Test and live files are kept apart: switch the mode to see the others."
                action={<Button onClick={() => void setSearch({ q: null, project: null })}>Clear filters</Button>}
              />
            ) : (
              <EmptyState
                icon={<FileIcon />}
                title={canWrite ? "Drop files here" : "No files yet"}
                description={
                  canWrite
                    ? `Anything up to ${bytes(MAX_UPLOAD_BYTES)}, kept as it came. Keys download it over REST, whole or in parts, and check it by its SHA-256.`
                    : why
                }
                action={button}
              />
            )
          }
        />
        {files && files.length > 0 && (
          <div className="flex items-center justify-between gap-4 pt-3">
            <p className="tabular text-sm text-muted">
              {counted(files.length, "file")} shown
              <Room />
            </p>
            {list.hasNextPage && (
              <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
                Load more
              </Button>
            )}
          </div>
        )}
      </DropArea>
    </>
  );
}

/** What all files of the organization take, of how much. */
function Room() {
  const trpc = useTRPC();
  const { data: room } = useQuery(trpc.files.room.queryOptions({}));
  if (!room) return null;
  return (
    <>
      {" · "}
      {bytes(room.used_bytes)} {room.quota_bytes === null ? "used" : `of ${bytes(room.quota_bytes)} used`} by the
      organization
    </>
  );
}
