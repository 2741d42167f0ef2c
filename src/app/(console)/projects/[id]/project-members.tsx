"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Users, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { asError } from "#app/forms/as-error.ts";
import { QueryProblem } from "#app/forms/query-problem.tsx";
import type { Project, ProjectMember } from "#contract/project.ts";
import type { ProjectRole } from "#contract/role.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { type Column, DataTable } from "#ui/data-table.tsx";
import { EmptyState } from "#ui/empty-state.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { Select } from "#ui/select.tsx";
import { labelOfRole, projectRoleWords } from "../../members/role-words.ts";
import { LoadMore } from "../../parts/load-more.tsx";
import { pagesOptions } from "../../parts/pages-options.ts";
import { useSearchedList } from "../../parts/use-searched-list.tsx";

const roleOptions = projectRoleWords.map(({ value, label, describes }) => ({ value, label, description: describes }));

/** Who was added to a project, as what. Its admins decide. */
export function ProjectMembers({ of: project, isAdmin }: { of: Project; isAdmin: boolean }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const asked = { id: project.id, limit: 50 };
  const list = useInfiniteQuery(
    pagesOptions(trpc.projects.members.queryKey(asked), (cursor) =>
      client.projects.members.query({ ...asked, cursor }),
    ),
  );
  const reread = () => queryClient.invalidateQueries(trpc.projects.pathFilter());
  const attempt = async (deed: () => Promise<unknown>) => {
    try {
      await deed();
      await reread();
    } catch (error) {
      toast.error("Nothing was changed", { description: asError(error).message });
    }
  };
  const put = (user_id: string, role: ProjectRole) =>
    attempt(() => client.projects.putMember.mutate({ id: project.id, user_id, role }));

  if (project.is_default)
    return (
      <Callout title="Everybody is in the default project">
        Each with their role in the organization. For fewer people, make a project of its own.
      </Callout>
    );
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-[72ch] text-sm text-muted">
        Owners and admins of the organization are in every project. Everybody else, and every service account, sees it
        only while they stand here.
      </p>
      {isAdmin && <AddMember project={project} onAdd={put} />}
      <DataTable
        caption="Members of the project"
        columns={columnsOf({
          isAdmin,
          put,
          remove: ({ user }) =>
            attempt(() => client.projects.removeMember.mutate({ id: project.id, user_id: user.id })),
        })}
        rows={list.data?.pages.flatMap((page) => page.data)}
        rowKey={({ user }) => user.id}
        skeletonRows={2}
        problem={list.isError && !list.data && <QueryProblem query={list} />}
        empty={
          <EmptyState
            icon={<Users />}
            title="Nobody was added yet"
            description="Only owners and admins of the organization see this project."
          />
        }
      />
      <LoadMore list={list} />
    </div>
  );
}

function AddMember({
  project,
  onAdd,
}: {
  project: Project;
  onAdd: (userId: string, role: ProjectRole) => Promise<void>;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { rows, search } = useSearchedList(
    (input) => trpc.projects.candidates.queryKey({ ...input, id: project.id }),
    (input) => client.projects.candidates.query({ ...input, id: project.id }),
  );
  const [who, setWho] = useState<{ id: string; name: string }>();
  const [role, setRole] = useState<ProjectRole>("viewer");
  const [adding, setAdding] = useState(false);
  const people = rows ?? [];
  const nobody = rows?.length === 0 && search.query === "" && !search.searching;
  async function add() {
    if (!who) return;
    setAdding(true);
    await onAdd(who.id, role);
    setWho(undefined);
    setAdding(false);
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchSelect
        {...search}
        label="Whom to add"
        searchLabel="Find a member or service account"
        value={who?.id}
        chosen={who?.name}
        placeholder={nobody ? "Everybody is in it" : "Choose somebody"}
        onValueChange={(id) => setWho(people.find((each) => each.id === id))}
        disabled={nobody}
        options={people.map(({ id, name, kind, role: theirs }) => ({
          value: id,
          label: name,
          description: `${kind === "person" ? "Member" : "Service account"}, ${theirs} of the organization`,
        }))}
        className="w-full sm:w-64"
      />
      <Select label="As" value={role} onValueChange={setRole} options={roleOptions} className="w-32" />
      <Button onClick={() => void add()} disabled={!who} loading={adding}>
        Add to project
      </Button>
    </div>
  );
}

const columnsOf = ({
  isAdmin,
  put,
  remove,
}: {
  isAdmin: boolean;
  put: (userId: string, role: ProjectRole) => Promise<void>;
  remove: (member: ProjectMember) => Promise<void>;
}): readonly Column<ProjectMember>[] => [
  {
    id: "name",
    header: "Name",
    card: "title",
    cell: ({ user }) => (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <span className="break-id font-medium">{user.name}</span>
        {user.kind === "service_account" && <Badge>Service account</Badge>}
      </span>
    ),
  },
  {
    id: "organization",
    header: "In the organization",
    cell: ({ organization_role }) => labelOfRole(organization_role),
  },
  {
    id: "role",
    header: "In the project",
    cell: (member) => (
      <div className="flex flex-col items-end gap-1 md:items-start">
        {isAdmin ? (
          <Select
            label={`Role of ${member.user.name}`}
            value={member.role}
            onValueChange={(role) => void put(member.user.id, role)}
            options={roleOptions}
            className="w-32"
          />
        ) : (
          member.role
        )}
        {member.effective_role !== member.role && (
          <span className="text-xs text-muted">
            Acts as {member.effective_role}, as {member.organization_role} of the organization
          </span>
        )}
      </div>
    ),
  },
  ...(isAdmin
    ? [
        {
          id: "remove",
          header: "",
          label: "Actions",
          card: "corner" as const,
          cell: (member: ProjectMember) => (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Take ${member.user.name} out of the project`}
              onClick={() => void remove(member)}
            >
              <X aria-hidden />
            </Button>
          ),
        },
      ]
    : []),
];
