"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { StoredFile } from "#contract/file.ts";
import type { Project } from "#contract/project.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { buttonStyles } from "#ui/button-styles.ts";
import { Card } from "#ui/card.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { KeyValueList } from "#ui/key-value-list.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { bytes, count } from "../../parts/numbers.ts";
import { kindOf } from "../type-words.ts";
import { contentPath } from "./content-path.ts";
import { FileCurl } from "./file-curl.tsx";
import { FileSettings } from "./file-settings.tsx";
import { Preview } from "./preview.tsx";
import { isTable, UseAsSource } from "./use-as-source.tsx";

const tabs = ["overview", "settings"] as const;

/** One file: what it looks like, what is known of it, how to get it, and what its editors can change. */
export function FileView({
  first,
  project,
  canWrite,
  organizationId,
  publicUrl,
}: {
  first: StoredFile;
  project: Project | null;
  canWrite: boolean;
  organizationId: string;
  publicUrl: string;
}) {
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("overview"));
  const { data: file } = useQuery(trpc.files.get.queryOptions({ id: first.id }, { initialData: first }));
  const overview = (
    <div className="flex flex-col gap-6">
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <Preview file={file} />
        </div>
        <Card title="About">
          <Facts file={file} project={project} />
        </Card>
      </div>
      <FileCurl file={file} organizationId={organizationId} publicUrl={publicUrl} />
    </div>
  );
  return (
    <>
      <PageHeader
        back={{ href: "/files", label: "Files" }}
        title={file.name}
        badge={
          <>
            <Badge>{kindOf(file.content_type).label}</Badge>
            <Badge>{bytes(file.bytes)}</Badge>
          </>
        }
        description={file.description}
        actions={
          <>
            {canWrite && isTable(file) && <UseAsSource file={file} />}
            <a href={contentPath(file.id)} download={file.name} className={buttonStyles({ variant: "primary" })}>
              <Download aria-hidden />
              Download
            </a>
          </>
        }
      />
      {canWrite ? (
        <Tabs
          label="About this file"
          value={tab}
          onValueChange={(next) => void setTab(next)}
          tabs={[
            { value: "overview", label: "Overview", content: overview },
            { value: "settings", label: "Settings", content: <FileSettings file={file} project={project} /> },
          ]}
        />
      ) : (
        overview
      )}
    </>
  );
}

function Facts({ file, project }: { file: StoredFile; project: Project | null }) {
  return (
    <KeyValueList
      className="[&>div]:sm:grid-cols-[5rem_minmax(0,1fr)]"
      items={[
        { term: "File id", value: <Copyable value={file.id} label="Copy file id" /> },
        { term: "Type", value: file.content_type },
        { term: "Size", value: `${bytes(file.bytes)} (${count(file.bytes)} bytes)` },
        { term: "SHA-256", value: <Copyable value={file.sha256} label="Copy SHA-256" /> },
        {
          term: "Project",
          value: project ? (
            <TextLink href={`/projects/${project.id}?tab=files`}>{project.name}</TextLink>
          ) : (
            file.project_id
          ),
        },
        {
          term: "Mode",
          value: <Badge tone={file.livemode ? "neutral" : "warning"}>{file.livemode ? "Live" : "Test"}</Badge>,
        },
        {
          term: "Added",
          value: (
            <>
              <TimeAgo time={file.created_at} /> by {file.created_by.name}
            </>
          ),
        },
      ]}
    />
  );
}
