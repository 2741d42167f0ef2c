"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { KeyDecision } from "#contract/member.ts";
import type { Role } from "#contract/role.ts";
import type { ServiceAccount } from "#contract/service-account.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Card } from "#ui/card.tsx";
import { Copyable } from "#ui/copyable.tsx";
import { LinkButton } from "#ui/link-button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { Switch } from "#ui/switch.tsx";
import { Removal } from "../../members/removal.tsx";
import { AccountStatus } from "../account-columns.tsx";
import { AccountKeys } from "./account-keys.tsx";
import { AccountSettings } from "./account-settings.tsx";

/** One service account: its keys, what it may do, and its end. */
export function AccountPage({
  first,
  myRole,
  mayCreateKeys,
  livemode,
}: {
  first: ServiceAccount;
  myRole: Role;
  mayCreateKeys: boolean;
  livemode: boolean;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { data: account } = useQuery(trpc.serviceAccounts.get.queryOptions({ id: first.id }, { initialData: first }));
  const { id, name, status } = account;
  const reread = () => queryClient.invalidateQueries(trpc.serviceAccounts.pathFilter());

  async function enable(on: boolean) {
    try {
      await client.serviceAccounts.update.mutate({ id, disabled: !on });
      await reread();
      toast.success(on ? "Its keys work again" : "Its keys are refused from now on");
    } catch (error) {
      toast.error("Nothing was changed", { description: asError(error).message });
    }
  }
  async function remove(keys: KeyDecision[]) {
    await client.serviceAccounts.delete.mutate({ id, keys });
    toast.success(`${name} was deleted`);
    router.push("/service-accounts");
    await queryClient.invalidateQueries(trpc.serviceAccounts.list.pathFilter());
  }

  return (
    <>
      <PageHeader
        title={name}
        back={{ href: "/service-accounts", label: "Service accounts" }}
        badge={<AccountStatus status={status} />}
        description={<Copyable value={id} label="Copy id" className="text-sm" />}
        actions={
          mayCreateKeys &&
          status === "active" && (
            <LinkButton variant="primary" href={`/keys/new?owner=${id}${livemode ? "" : "&type=test"}`}>
              <Plus aria-hidden />
              Create key
            </LinkButton>
          )
        }
      />
      <div className="flex flex-col gap-6">
        <Card flush title="Keys" description="What calls the API as this account.">
          <AccountKeys of={account} />
        </Card>
        <Card title="Settings">
          <AccountSettings key={account.version} of={account} myRole={myRole} />
        </Card>
        <Card>
          <Switch
            checked={status === "active"}
            onCheckedChange={(on) => void enable(on)}
            label="Active"
            hint="Switched off, every key of it is refused at the next call, until it is switched on again."
          />
        </Card>
        <Card tone="danger" title="Delete" description="The account goes for good; its history stays in the audit log.">
          <Removal
            of={account}
            verb="Delete service account"
            title={`Delete ${name}?`}
            description="What you decided for its keys happens with it."
            onRemove={remove}
          />
        </Card>
      </div>
    </>
  );
}
