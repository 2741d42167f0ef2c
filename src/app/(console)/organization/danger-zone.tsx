"use client";

import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import type { KeyDecision } from "#contract/member.ts";
import type { Role } from "#contract/role.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";
import { Field } from "#ui/field.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { Removal } from "../members/removal.tsx";
import { useSearchedList } from "../parts/use-searched-list.tsx";

type Organization = { id: string; name: string };
type Me = { id: string; name: string };

/** A full load: all that was read belongs to an organization that one is no longer in, or is something else in. */
const startOver = () => window.location.assign("/keys");

/** Handing the organization over, leaving and deleting it: what one's role allows of that. */
export function DangerZone({ organization, me, role }: { organization: Organization; me: Me; role: Role }) {
  return (
    <>
      {role === "owner" && <Transfer organization={organization} me={me} />}
      <Leave organization={organization} me={me} role={role} />
      {role === "owner" && <Delete organization={organization} />}
    </>
  );
}

function Transfer({ organization, me }: { organization: Organization; me: Me }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [next, setNext] = useState<Me>();
  const { rows, search } = useSearchedList(
    (input) => trpc.members.list.queryKey(input),
    (input) => client.members.list.query(input),
  );
  const others = rows?.filter(({ id }) => id !== me.id) ?? [];
  const isAlone = rows !== undefined && others.length === 0 && search.query === "" && !search.searching;
  async function transfer() {
    await client.organizations.transfer.mutate({ user_id: next?.id ?? "" }).catch((error: unknown) => {
      throw asError(error);
    });
    toast.success(`${next?.name} owns ${organization.name} now`);
    window.location.reload();
  }
  return (
    <Card
      tone="danger"
      title="Hand over"
      description="Makes another member an owner and you an admin. Only they can undo it."
    >
      <div className="flex flex-wrap items-end gap-2">
        <Field label="New owner" className="w-full sm:w-72">
          <SearchSelect
            {...search}
            searchLabel="Find a member by name or e-mail"
            value={next?.id}
            chosen={next?.name}
            onValueChange={(id) => setNext(others.find((other) => other.id === id))}
            placeholder={isAlone ? "You are the only member" : "Choose a member"}
            disabled={isAlone}
            options={others.map(({ id, name, email }) => ({ value: id, label: name, description: email }))}
          />
        </Field>
        <ConfirmDialog
          trigger={
            <Button variant="danger-quiet" disabled={!next}>
              Hand over
            </Button>
          }
          title={`Hand ${organization.name} to ${next?.name}?`}
          description="You stay as an admin. They can remove you, and delete the organization."
          verb="Hand over"
          onConfirm={transfer}
        />
      </div>
    </Card>
  );
}

function Leave({ organization, me, role }: { organization: Organization; me: Me; role: Role }) {
  const client = useTRPCClient();
  // The plan for one's keys is for those who mean it.
  const [leaving, setLeaving] = useState(false);
  async function leave(keys: KeyDecision[]) {
    await client.members.leave.mutate({ keys });
    startOver();
  }
  return (
    <Card
      tone="danger"
      title="Leave"
      description={
        role === "owner" || role === "admin"
          ? `You lose all access to ${organization.name}. The last owner cannot leave.`
          : `You lose all access to ${organization.name}. To keep a key going, ask an admin to remove you instead: they can hand it over.`
      }
    >
      {leaving ? (
        <Removal
          of={me}
          verb="Leave organization"
          title={`Leave ${organization.name}?`}
          description="You can come back only by a new invitation."
          onRemove={leave}
        />
      ) : (
        <Button variant="danger-quiet" onClick={() => setLeaving(true)}>
          Leave
        </Button>
      )}
    </Card>
  );
}

function Delete({ organization }: { organization: Organization }) {
  const client = useTRPCClient();
  async function remove() {
    await client.organizations.delete.mutate({ name: organization.name }).catch((error: unknown) => {
      throw asError(error);
    });
    startOver();
  }
  return (
    <Card
      tone="danger"
      title="Delete organization"
      description="Members, keys, sources with all rows, files and usage go for good. The audit log alone is kept, for whoever runs this instance."
    >
      <ConfirmDialog
        trigger={<Button variant="danger">Delete organization</Button>}
        title={`Delete ${organization.name}?`}
        description="Every key of it is unknown at its next call. Nothing brings it back."
        verb="Delete organization"
        typeToConfirm={organization.name.trim()}
        onConfirm={remove}
      />
    </Card>
  );
}
