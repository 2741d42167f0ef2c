"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Mail, RotateCw, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { type CreatedInvitation, type Invitation, InvitationStatus } from "#contract/invitation.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge, type Tone } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { DropdownMenu, MenuItem } from "#ui/dropdown-menu.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { LoadMore } from "../parts/load-more.tsx";
import { pagesOptions } from "../parts/pages-options.ts";
import { InvitationLink } from "./invitation-link.tsx";
import { invitationsInput, type MembersSearch } from "./members-search.ts";
import { labelOfRole } from "./role-words.ts";

const statusWords: Record<InvitationStatus, { label: string; tone: Tone; means: string }> = {
  open: { label: "Open", tone: "accent", means: "Waits to be accepted" },
  accepted: { label: "Accepted", tone: "success", means: "Somebody has joined by it" },
  expired: { label: "Expired", tone: "warning", means: "Nobody came within seven days" },
  revoked: { label: "Revoked", tone: "neutral", means: "Taken back" },
  void: { label: "Void", tone: "danger", means: "Whoever made it may no longer invite" },
};

export const invitationChoices: { value: MembersSearch["invitations"]; label: string }[] = [
  ...InvitationStatus.options.map((value) => ({ value, label: statusWords[value].label })),
  { value: "all", label: "All" },
];

/** The invitations of the organization, newest first, with what can still be done with each. */
export function Invitations({ mayWrite, which }: { mayWrite: boolean; which: MembersSearch["invitations"] }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const [renewed, setRenewed] = useState<CreatedInvitation | null>(null);
  const input = invitationsInput({ invitations: which });
  const list = useInfiniteQuery({
    ...pagesOptions(trpc.invitations.list.queryKey(input), (cursor) =>
      client.invitations.list.query({ ...input, cursor }),
    ),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.data);
  const reread = () => queryClient.invalidateQueries(trpc.invitations.pathFilter());

  async function resend({ id }: Invitation) {
    try {
      setRenewed(await client.invitations.resend.mutate({ id }));
      await reread();
    } catch (error) {
      toast.error("The invitation was not sent again", { description: asError(error).message });
    }
  }
  async function revoke() {
    if (!revoking) return;
    await client.invitations.revoke.mutate({ id: revoking.id }).catch((error: unknown) => {
      throw asError(error);
    });
    await reread();
    toast.success("Invitation revoked");
  }
  const columns: readonly Column<Invitation>[] = [
    {
      id: "for",
      header: "For",
      card: "title",
      cell: ({ email }) => <span className="break-id">{email ?? "Whoever has the link"}</span>,
    },
    { id: "role", header: "Role", cell: ({ role }) => labelOfRole(role) },
    {
      id: "status",
      header: "Status",
      cell: ({ status }) => (
        <span title={statusWords[status].means}>
          <Badge tone={statusWords[status].tone}>{statusWords[status].label}</Badge>
        </span>
      ),
    },
    { id: "by", header: "By", wide: true, cell: ({ invited_by }) => invited_by.name },
    { id: "sent", header: "Sent", cell: ({ sent_at }) => <TimeAgo time={sent_at} className="whitespace-nowrap" /> },
    {
      id: "expires",
      header: "Expires",
      cell: ({ expires_at, status }) =>
        status === "open" ? <TimeAgo time={expires_at} className="whitespace-nowrap" /> : "–",
    },
    ...(mayWrite
      ? [
          {
            id: "menu",
            header: "",
            label: "Actions",
            card: "corner" as const,
            cell: (row: Invitation) =>
              row.status === "accepted" || row.status === "revoked" ? null : (
                <DropdownMenu
                  trigger={
                    <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${row.email ?? "the open link"}`}>
                      <Ellipsis aria-hidden />
                    </Button>
                  }
                >
                  <MenuItem icon={<RotateCw aria-hidden />} onSelect={() => void resend(row)}>
                    Make a new link
                  </MenuItem>
                  <MenuItem icon={<X aria-hidden />} tone="danger" onSelect={() => setRevoking(row)}>
                    Revoke invitation
                  </MenuItem>
                </DropdownMenu>
              ),
          },
        ]
      : []),
  ];

  return (
    <>
      <DataTable
        caption="Invitations"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowTone={({ status }) => (status === "open" ? undefined : "faded")}
        skeletonRows={2}
        refreshing={list.isPlaceholderData}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Mail />}
            title={which === "open" || which === "all" ? "No invitations" : "None of these"}
            description={
              which === "open"
                ? "An invitation is a link that works once, for seven days. Those that nobody followed yet stand here."
                : "Invitations keep their place here after they were accepted, revoked or have expired."
            }
          />
        }
      />
      <LoadMore list={list} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(next) => !next && setRevoking(null)}
        title="Revoke the invitation?"
        description="Its link lets nobody in any more. You can invite again at any time."
        verb="Revoke invitation"
        onConfirm={revoke}
      />
      {renewed && <InvitationLink invitation={renewed} open onClose={() => setRenewed(null)} />}
    </>
  );
}
