"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import type { KeyDecision, Member } from "#contract/member.ts";
import { isAtLeast, type Role } from "#contract/role.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Callout } from "#ui/callout.tsx";
import { Card } from "#ui/card.tsx";
import { KeyValueList } from "#ui/key-value-list.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { counted } from "../../parts/numbers.ts";
import { Removal } from "../removal.tsx";
import { RoleForm } from "./role-form.tsx";

/** One member: who they are, what they may do, and the way out for them and their keys. */
export function MemberPage({
  first,
  me,
  myRole,
  organization,
}: {
  first: Member;
  me: string;
  myRole: Role;
  organization: string;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { data: member } = useQuery(trpc.members.get.queryOptions({ id: first.id }, { initialData: first }));
  const isMe = member.id === me;
  const above = !isAtLeast(myRole, member.role);

  async function remove(keys: KeyDecision[]) {
    await client.members.remove.mutate({ id: member.id, keys });
    toast.success(`${member.name} was removed`, { description: "Their sessions and keys here have ended." });
    router.push("/members");
    await queryClient.invalidateQueries(trpc.members.list.pathFilter());
  }

  return (
    <>
      <PageHeader
        title={member.name}
        back={{ href: "/members", label: "Members" }}
        badge={isMe && <Badge tone="accent">You</Badge>}
        description={member.email}
      />
      <div className="flex flex-col gap-6">
        <Card>
          <KeyValueList
            items={[
              { term: "Joined", value: <TimeAgo time={member.joined_at} /> },
              {
                term: "Last active",
                value: member.last_active_at ? <TimeAgo time={member.last_active_at} /> : "Never",
                hint: "In the portal or by a credential, in this organization.",
              },
              { term: "Second factor", value: member.second_factor ? "On" : "Off" },
              {
                term: "Keys",
                value:
                  member.keys === 0
                    ? "None that works"
                    : `${counted(member.keys, "key")} that ${member.keys === 1 ? "works" : "work"}`,
              },
            ]}
          />
        </Card>
        {above ? (
          <Callout title={`${member.name} is ${member.role}`}>
            You are {myRole}: only an owner changes what belongs to an owner.
          </Callout>
        ) : (
          <>
            <Card title="Role" description="What they may do, and the most that any of their credentials may.">
              <RoleForm key={member.version} of={member} myRole={myRole} />
            </Card>
            {isMe ? (
              <Callout title="To leave the organization">
                Open the danger zone at the end of the <TextLink href="/settings">settings</TextLink>.
              </Callout>
            ) : (
              <Card
                tone="danger"
                title="Remove from the organization"
                description={`${member.name} keeps the account, and loses all access to ${organization} at the next request.`}
              >
                <Removal
                  of={member}
                  verb="Remove member"
                  title={`Remove ${member.name}?`}
                  description="Their access ends at once, and what you decided for their keys happens with it."
                  onRemove={remove}
                />
              </Card>
            )}
          </>
        )}
      </div>
    </>
  );
}
