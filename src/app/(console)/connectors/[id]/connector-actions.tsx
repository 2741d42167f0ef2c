"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Power, RefreshCw, Stethoscope, Trash2, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { Connector, ConnectorTest } from "#contract/connector.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { DropdownMenu, MenuItem, MenuSeparator } from "#ui/dropdown-menu.tsx";
import { isUnderWay } from "../connector-words.ts";

/** What can be done to a connector. */
export function ConnectorActions({
  connector,
  onTest,
}: {
  connector: Connector;
  onTest: (test: ConnectorTest | null) => void;
}) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState<"test" | "sync" | null>(null);
  const [deleting, setDeleting] = useState(false);
  const { id, enabled, last_sync } = connector;
  const underWay = isUnderWay(last_sync);

  async function trying(what: string, deed: () => Promise<unknown>, as: "test" | "sync" | null = null) {
    setBusy(as);
    try {
      await deed();
      await queryClient.invalidateQueries(trpc.connectors.pathFilter());
    } catch (error) {
      toast.error(what, { description: asError(error).message });
    } finally {
      setBusy(null);
    }
  }
  const test = () => {
    onTest(null);
    return trying(
      "The connector was not tested",
      async () => onTest(await client.connectors.test.mutate({ id })),
      "test",
    );
  };
  const sync = () => trying("The sync did not begin", () => client.connectors.sync.mutate({ id }), "sync");
  const cancel = () =>
    trying(
      "The sync was not cancelled",
      () => client.connectors.cancelSync.mutate({ id: last_sync?.id ?? "" }),
      "sync",
    );
  const switchIt = () =>
    trying("The connector was not switched", () => client.connectors.update.mutate({ id, enabled: !enabled }));

  return (
    <>
      <Button onClick={test} loading={busy === "test"}>
        <Stethoscope aria-hidden />
        Test
      </Button>
      {!enabled ? (
        <Button variant="primary" onClick={switchIt}>
          <Power aria-hidden />
          Switch on
        </Button>
      ) : underWay ? (
        <Button onClick={cancel} loading={busy === "sync"}>
          <X aria-hidden />
          Cancel sync
        </Button>
      ) : (
        <Button variant="primary" onClick={sync} loading={busy === "sync"}>
          <RefreshCw aria-hidden />
          Sync now
        </Button>
      )}
      <DropdownMenu
        trigger={
          <Button size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {enabled && (
          <MenuItem icon={<Power aria-hidden />} onSelect={switchIt}>
            Switch off
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => setDeleting(true)}>
          Delete connector
        </MenuItem>
      </DropdownMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title="Delete this connector?"
        description="Its secret and its history go with it. The source stays with the rows that it has, and is no longer kept in step."
        verb="Delete connector"
        onConfirm={() =>
          client.connectors.delete.mutate({ id }).then(
            () => {
              router.push("/connectors");
              void queryClient.invalidateQueries(trpc.connectors.list.pathFilter());
              toast.success("Connector deleted");
            },
            (error: unknown) => {
              throw asError(error);
            },
          )
        }
      />
    </>
  );
}
