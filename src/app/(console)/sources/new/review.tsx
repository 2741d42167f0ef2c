"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { refusalOf } from "#app/forms/show-problem.ts";
import type { Upload } from "#contract/source.ts";
import { useTRPC } from "#trpc/client.tsx";
import { problemOf } from "#trpc/problem-of.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Card } from "#ui/card.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";
import { bytes, counted } from "../../parts/numbers.ts";
import { type Choice, choiceOf, fieldMistakes, nameOfFile, toColumnChoice } from "./column-choice.ts";
import { ColumnTable } from "./column-table.tsx";
import { Preview } from "./preview.tsx";

const delimiterWords: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" };

/** What was found in the file, to be put right before it is imported. */
export function Review({
  upload,
  projectId,
  onAgain,
}: {
  upload: Upload;
  /** The project to begin with; null: the default one. */
  projectId: string | null;
  onAgain: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState(() => nameOfFile(upload.file_name));
  const [description, setDescription] = useState("");
  const [choices, setChoices] = useState<readonly Choice[]>(() => upload.columns.map(choiceOf));
  const projects = useQuery(trpc.projects.list.queryOptions({ limit: 100 }));
  const writable = projects.data?.data.filter(({ role }) => role !== "viewer") ?? [];
  const [chosen, setChosen] = useState(projectId);
  const project = writable.find(({ id }) => id === chosen) ?? writable.find(({ is_default }) => is_default);
  const create = useMutation(trpc.sources.create.mutationOptions());

  const problem = create.isError ? problemOf(create.error) : null;
  const mistakes = fieldMistakes(problem?.errors ?? [], choices.length);
  const kept = choices.filter((choice) => !choice.skip).length;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (create.isPending) return;
    create.mutate(
      {
        upload_id: upload.id,
        name,
        ...(description.trim() && { description: description.trim() }),
        ...(project && { project_id: project.id }),
        columns: choices.map((choice, index) => toColumnChoice(choice, upload.columns[index]!)),
      },
      { onSuccess: (source) => router.push(`/sources/${source.id}`) },
    );
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-6" noValidate>
      <Card
        title={upload.file_name}
        description={`${counted(upload.row_count, "row")} in ${counted(upload.columns.length, "column")}, found by reading all of the file.`}
        action={<Button onClick={onAgain}>Choose another file</Button>}
      >
        <div className="flex flex-wrap gap-2">
          <Badge>{upload.format.toUpperCase()}</Badge>
          <Badge>{bytes(upload.bytes)}</Badge>
          <Badge>{upload.encoding.toUpperCase()}</Badge>
          {upload.delimiter && <Badge>{delimiterWords[upload.delimiter] ?? upload.delimiter} between fields</Badge>}
        </div>
        {upload.malformed_rows > 0 && (
          <Callout
            tone="warning"
            className="mt-4"
            title={`${counted(upload.malformed_rows, "row")} cannot be read and will be rejected`}
          >
            They do not have the shape of the others. After the import you see each of them with its line and the
            reason.
          </Callout>
        )}
        <div className="mt-4 grid gap-4 sm:grid-cols-2">
          <Field label="Name" error={mistakes.form.name} required>
            <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={80} autoComplete="off" />
          </Field>
          <Field label="Description" error={mistakes.form.description} optional>
            <Input
              value={description}
              onChange={(event) => setDescription(event.target.value)}
              maxLength={500}
              autoComplete="off"
            />
          </Field>
          {writable.length > 1 && (
            <Field label="Project" hint="Only its members, owners and admins see the source.">
              <Select
                value={project?.id}
                onValueChange={setChosen}
                options={writable.map(({ id, name, is_default }) => ({
                  value: id,
                  label: name,
                  ...(is_default && { description: "Everybody is in it" }),
                }))}
              />
            </Field>
          )}
        </div>
      </Card>

      <section>
        <h2 className="text-base font-medium">Columns</h2>
        <p className="mt-0.5 mb-3 max-w-[72ch] text-sm text-muted">
          Types were inferred so that no value is changed: codes with leading zeros and mixed dates stay text. A row
          whose value does not fit the type you choose is rejected and listed.
        </p>
        <ColumnTable
          columns={upload.columns}
          choices={choices}
          mistakes={mistakes.columns}
          onChange={(index, change) =>
            setChoices(choices.map((choice, at) => (at === index ? { ...choice, ...change } : choice)))
          }
        />
      </section>

      <Preview upload={upload} choices={choices} />

      <div className="sticky bottom-0 z-10 -mx-4 flex flex-col gap-3 border-t bg-ground px-4 py-3 md:-mx-8 md:px-8">
        <FormRefusal refusal={create.isError && !mistakes.any ? refusalOf(create.error) : null} />
        {mistakes.any && (
          <p role="alert" className="text-sm text-danger">
            {mistakes.first}
          </p>
        )}
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="tabular text-sm text-muted">
            {kept === 0
              ? "Keep at least one column."
              : `${counted(upload.row_count, "row")}, ${kept} of ${counted(choices.length, "column")}`}
          </p>
          <Button type="submit" variant="primary" loading={create.isPending} disabled={kept === 0}>
            Import {counted(upload.row_count, "row")}
          </Button>
        </div>
      </div>
    </form>
  );
}
