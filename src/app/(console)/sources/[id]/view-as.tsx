"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Popover } from "#ui/popover.tsx";
import { Select } from "#ui/select.tsx";
import { type Kind, kindWords, PersonSelect } from "../../policies/person-select.tsx";

/** Looks at the rows through the eyes of a member, a service account or a key. */
export function ViewAsButton({ onChoose }: { onChoose: (id: string) => void }) {
  const [kind, setKind] = useState<Kind>("member");
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="View as"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <Eye aria-hidden />
          View as…
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <Select
          label="As whom"
          value={kind}
          onValueChange={setKind}
          options={(Object.keys(kindWords) as Kind[]).map((each) => ({ value: each, label: kindWords[each] }))}
        />
        <PersonSelect
          kind={kind}
          value={null}
          onChoose={({ id }) => {
            setOpen(false);
            onChoose(id);
          }}
        />
        <p className="text-sm text-muted">You see their rows and columns, as far as you see them yourself.</p>
      </div>
    </Popover>
  );
}

/** Says whose view it is. */
export function ViewedAs({ id, onStop }: { id: string; onStop: () => void }) {
  const name = useNameOf(id);
  return (
    <Callout
      title={`You see this source as ${name}`}
      action={
        <Button size="sm" onClick={onStop}>
          See it as yourself
        </Button>
      }
    >
      Their rows and columns, and never more than your own.
    </Callout>
  );
}

function useNameOf(id: string): string {
  const trpc = useTRPC();
  const is = (prefix: string) => ({ enabled: id.startsWith(prefix), retry: false });
  const member = useQuery(trpc.members.get.queryOptions({ id }, is("user_")));
  const account = useQuery(trpc.serviceAccounts.get.queryOptions({ id }, is("sa_")));
  const key = useQuery(trpc.keys.get.queryOptions({ id }, is("key_")));
  return member.data?.name ?? account.data?.name ?? key.data?.name ?? id;
}
