import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { found } from "#app/session/found.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { holdsScope } from "#contract/scope.ts";
import { PageBody } from "#ui/page-body.tsx";
import { sharingOffer } from "../../share-links/sharing-offer.ts";
import { ProjectPage } from "./project-page.tsx";

type Props = { params: Promise<{ id: string }> };

async function read({ params }: Props) {
  const { id } = await params;
  const { principal } = await requirePortalSession(`/projects/${encodeURIComponent(id)}`);
  return { principal, project: await found((await caller()).projects.get({ id })) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await read(props)).project.name };
}

export default async function ProjectPageOnServer(props: Props) {
  const { principal, project } = await read(props);
  return (
    <PageBody>
      <ProjectPage
        first={project}
        mayManage={holdsScope(principal.scopes, "projects:write")}
        mayUpload={holdsScope(principal.scopes, "data:write")}
        mayRead={holdsScope(principal.scopes, "data:read")}
        sharing={sharingOffer(principal)}
      />
    </PageBody>
  );
}
