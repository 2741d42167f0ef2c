"use client";

import { usePathname, useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { refusalOf } from "#app/forms/show-problem.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { ConfirmIdentity } from "./confirm-identity/confirm-identity.tsx";
import { leave } from "./leaving/leave.ts";
import { Shell } from "./shell/shell.tsx";
import type { ShellActions, ShellData } from "./shell/shell-types.ts";

/** The shell with its actions wired to the server. */
export function Console({ data, children }: { data: ShellData; children: ReactNode }) {
  const trpc = useTRPCClient();
  const router = useRouter();
  const path = usePathname();

  /** What one looks at may not exist on the other side, the list it belongs to does. */
  const reread = () => {
    const list = `/${path.split("/")[1] ?? "keys"}`;
    if (list !== path) router.push(list);
    router.refresh();
  };
  /** Each of these ends what the page shows, so the page may hold them up. */
  const trying = (deed: () => Promise<void>) =>
    leave(() => {
      deed().catch((error: unknown) => {
        const { title, detail } = refusalOf(error);
        toast.error(title, { description: detail });
      });
    });

  const actions: ShellActions = {
    onSwitchOrganization: (id) =>
      trying(async () => {
        await trpc.organizations.switch.mutate({ organization_id: id });
        reread();
      }),
    onMakeDefault: () =>
      void trpc.organizations.setDefault.mutate({ organization_id: data.organization.id }).then(
        () => {
          router.refresh();
          toast.success("Signing in leads here from now on");
        },
        (error: unknown) => toast.error("Nothing was changed", { description: refusalOf(error).detail }),
      ),
    onCreateOrganization: async (name) => {
      await trpc.organizations.create.mutate({ name });
      reread();
    },
    onSwitchMode: (mode) =>
      trying(async () => {
        await trpc.organizations.switchMode.mutate({ livemode: mode === "live" });
        reread();
      }),
    onSignOut: () => trying(async () => void (await signOut({ redirectTo: "/login" }))),
    searchKeys: async (q) => {
      const { data: keys } = await trpc.keys.list.query({ q, limit: 6 });
      return keys.map(({ id, name, hint }) => ({ id, name, hint }));
    },
  };
  return (
    <Shell data={data} actions={actions}>
      {children}
      <ConfirmIdentity />
    </Shell>
  );
}
