"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { StoredFile } from "#contract/file.ts";
import type { Project } from "#contract/project.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { bytes } from "../../parts/numbers.ts";
import { FileForm } from "./file-form.tsx";

/** What its editors can change about a file, and its end. */
export function FileSettings({ file, project }: { file: StoredFile; project: Project | null }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const queries = useQueryClient();
  async function remove() {
    await client.files.delete.mutate({ id: file.id }).catch((error: unknown) => {
      throw asError(error);
    });
    toast.success(`${file.name} was deleted`);
    router.push("/files");
    await queries.invalidateQueries(trpc.files.list.pathFilter());
    await queries.invalidateQueries(trpc.projects.pathFilter());
  }
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <Card title="About this file">
        <FileForm file={file} project={project} />
      </Card>
      <Card
        title="Delete file"
        tone="danger"
        description="It is gone at once, and every key that downloads it is answered 404. This cannot be undone."
      >
        <ConfirmDialog
          trigger={<Button variant="danger-quiet">Delete file</Button>}
          title={`Delete ${file.name}?`}
          description={`${bytes(file.bytes)} are deleted for good.`}
          verb="Delete file"
          onConfirm={remove}
        />
      </Card>
    </div>
  );
}
