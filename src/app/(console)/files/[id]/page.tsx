import type { Metadata } from "next";
import { headers } from "next/headers";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { runtime } from "#core/runtime.ts";
import { PageBody } from "#ui/page-body.tsx";
import { plainParam } from "../../parts/plain-param.ts";
import { FileView } from "./file-view.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = plainParam((await params).id);
  const file = await (await caller()).files.get({ id }).catch(() => null);
  return { title: file?.name ?? "File" };
}

export default async function FilePage({ params }: Props) {
  const id = plainParam((await params).id);
  const { principal } = await requirePortalSession((await headers()).get("x-gatehouse-path") ?? `/files/${id}`);
  const { files, projects } = await caller();
  const file = await found(files.get({ id }));
  // Whoever may see the file, but no projects, is shown the id instead of the name.
  const project = await projects.get({ id: file.project_id }).catch(() => null);
  return (
    <PageBody>
      <FileView
        first={file}
        project={project}
        canWrite={holdsScope(principal.scopes, "data:write") && project?.role !== "viewer"}
        organizationId={principal.orgId}
        publicUrl={runtime().config.publicUrl}
      />
    </PageBody>
  );
}
