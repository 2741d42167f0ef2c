"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { AboutForm } from "./about-form.tsx";

/** Names a new dashboard; then its editor opens. */
export function NewDashboard({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New dashboard"
      description="You add charts next, and see them while you do."
    >
      <AboutForm
        start={{ name: "", description: "" }}
        verb="Create dashboard"
        onCancel={() => onOpenChange(false)}
        onSave={async (about) => {
          const { id } = await client.dashboards.create.mutate(about);
          router.push(`/dashboards/${id}?edit=true`);
          await queryClient.invalidateQueries(trpc.dashboards.list.pathFilter());
        }}
      />
    </Dialog>
  );
}
