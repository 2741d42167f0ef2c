"use client";

import { useState } from "react";
import type { Project } from "#contract/project.ts";
import { useTRPC, useTRPCClient } from "#trpc/client.tsx";
import { SearchSelect } from "#ui/search-select.tsx";
import { useSearchedList } from "./use-searched-list.tsx";

/** One of the projects that the reader may put something into. */
export function ProjectSelect({
  start,
  placeholder = "Choose a project",
  without,
  onChange,
}: {
  start?: Pick<Project, "id" | "name"> | undefined;
  placeholder?: string;
  /** The id of one that is not offered. */
  without?: string;
  onChange: (id: string) => void;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [chosen, setChosen] = useState(start);
  const { rows, search } = useSearchedList(
    (input) => trpc.projects.list.queryKey(input),
    (input) => client.projects.list.query(input),
  );
  const offered = (rows ?? []).filter(({ id, role }) => role !== "viewer" && id !== without);
  return (
    <SearchSelect
      {...search}
      searchLabel="Find a project"
      value={chosen?.id}
      chosen={chosen?.name}
      placeholder={placeholder}
      onValueChange={(id) => {
        setChosen(offered.find((project) => project.id === id));
        onChange(id);
      }}
      options={offered.map(({ id, name, description }) => ({ value: id, label: name, description }))}
      className="w-full"
    />
  );
}
