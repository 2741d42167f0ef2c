"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import { refusalOf } from "#app/forms/show-problem.ts";
import type { AlertKind } from "#contract/alert.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Callout } from "#ui/callout.tsx";
import { Checkbox } from "#ui/checkbox.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";

type Preference = { kind: AlertKind; label: string; describes: string; console: boolean; email: boolean };
type Way = "console" | "email";

/** For each kind whether it comes to the console and by mail. Saved as soon as it is ticked. */
export function AlertPreferences() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const preferences = useQuery(trpc.alerts.preferences.queryOptions({}));
  const { queryKey } = trpc.alerts.preferences.queryOptions({});
  const save = useMutation(
    trpc.alerts.setPreferences.mutationOptions({
      // Shown at once; taken back if the server refuses it.
      onMutate: async ({ data: [change] }) => {
        await queryClient.cancelQueries({ queryKey });
        queryClient.setQueryData(queryKey, (known) =>
          known && change
            ? { ...known, data: known.data.map((each) => (each.kind === change.kind ? { ...each, ...change } : each)) }
            : known,
        );
      },
      onError: (error) => {
        const { title, detail } = refusalOf(error);
        toast.error(title, { description: detail });
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey }),
    }),
  );

  const choice = (way: Way, header: string): Column<Preference> => ({
    id: way,
    header,
    skeleton: "w-4",
    cell: ({ kind, label, console, email }) => (
      <Checkbox
        aria-label={`${label}: ${header}`}
        checked={way === "console" ? console : email}
        onCheckedChange={(on) => save.mutate({ data: [{ kind, console, email, [way]: on }] })}
      />
    ),
  });
  const columns: readonly Column<Preference>[] = [
    {
      id: "kind",
      header: "Kind",
      card: "title",
      className: "md:w-full",
      skeleton: "w-72",
      cell: ({ label, describes }) => (
        <>
          <div className="font-medium">{label}</div>
          <div className="max-w-[72ch] text-sm text-muted">{describes}</div>
        </>
      ),
    },
    choice("console", "Console"),
    choice("email", "E-mail"),
  ];
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-[72ch] text-sm text-muted">
        These are your own choices in this organization. You hear of your own keys; as an owner or admin, of
        everybody’s.
      </p>
      {preferences.data?.email_available === false && (
        <Callout title="This installation sends no mail yet">
          What you choose for e-mail counts as soon as its operator has set up a mail server (SMTP_URL).
        </Callout>
      )}
      <DataTable
        caption="Which alerts you get"
        columns={columns}
        rows={preferences.data?.data}
        rowKey={({ kind }) => kind}
        problem={preferences.isError && !preferences.data && <QueryProblem query={preferences} />}
        skeletonRows={10}
      />
    </div>
  );
}
