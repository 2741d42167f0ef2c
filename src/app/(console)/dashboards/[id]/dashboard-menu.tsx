"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Copy, Ellipsis, FolderInput, Hash, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Dashboard } from "#contract/dashboard.ts";
import type { Project } from "#contract/project.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { copyText } from "#ui/copy-text.ts";
import { Dialog } from "#ui/dialog.tsx";
import { DropdownMenu, MenuItem, MenuSeparator } from "#ui/dropdown-menu.tsx";
import { counted } from "../../parts/numbers.ts";
import { AboutForm } from "../about-form.tsx";
import { MoveDashboard } from "./move-dashboard.tsx";

/** What else can be done with a dashboard. */
export function DashboardMenu({
  dashboard,
  project,
  mayCopy,
  mayChange,
}: {
  dashboard: Dashboard;
  project: Project | undefined;
  mayCopy: boolean;
  mayChange: boolean;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState<"duplicate" | "move" | "delete" | null>(null);
  const close = (still: boolean) => !still && setOpen(null);
  return (
    <>
      <DropdownMenu
        trigger={
          <Button size="icon" aria-label="More">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem
          icon={<Hash aria-hidden />}
          onSelect={() => void copyText(dashboard.id).then(() => toast.success("Dashboard id copied"))}
        >
          Copy id
        </MenuItem>
        {mayCopy && (
          <MenuItem icon={<Copy aria-hidden />} onSelect={() => setOpen("duplicate")}>
            Duplicate
          </MenuItem>
        )}
        {mayChange && (
          <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => setOpen("move")}>
            Move to another project
          </MenuItem>
        )}
        {mayChange && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => setOpen("delete")}>
              Delete dashboard
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      <Dialog open={open === "duplicate"} onOpenChange={close} title={`Duplicate ${dashboard.name}`}>
        <AboutForm
          start={{
            name: `${dashboard.name.slice(0, 73)} (copy)`,
            description: dashboard.description ?? "",
            project: project?.role === "viewer" ? undefined : project,
          }}
          verb="Duplicate dashboard"
          onCancel={() => setOpen(null)}
          onSave={async ({ name, project_id }) => {
            const { id } = await client.dashboards.duplicate.mutate({
              id: dashboard.id,
              name,
              ...(project_id && { project_id }),
            });
            setOpen(null);
            router.push(`/dashboards/${id}`);
            await queryClient.invalidateQueries(trpc.dashboards.list.pathFilter());
          }}
        />
      </Dialog>
      <MoveDashboard dashboard={dashboard} open={open === "move"} onOpenChange={close} />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={`Delete ${dashboard.name}?`}
        description={`Its ${counted(dashboard.charts.length, "chart")} and every link to it end at once. The sources stay as they are.`}
        verb="Delete dashboard"
        typeToConfirm={dashboard.charts.length > 0 ? dashboard.name : undefined}
        onConfirm={async () => {
          await client.dashboards.delete.mutate({ id: dashboard.id }).catch((error: unknown) => {
            throw asError(error);
          });
          toast.success(`${dashboard.name} was deleted`);
          router.push("/dashboards");
          await queryClient.invalidateQueries(trpc.dashboards.list.pathFilter());
        }}
      />
    </>
  );
}
