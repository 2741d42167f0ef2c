"use client";

import { type FormEvent, useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import { Origin } from "#contract/organization.ts";
import type { OriginTest } from "#contract/settings.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { Field } from "#ui/field.tsx";
import { Input } from "#ui/input.tsx";
import { Select } from "#ui/select.tsx";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];

/** Says what the API tells a browser about a page of that origin, with the very headers, and why. */
export function OriginTester({ organizationId }: { organizationId: string }) {
  const trpc = useTRPCClient();
  const [origin, setOrigin] = useState("");
  const [method, setMethod] = useState<Method>("GET");
  const [mistake, setMistake] = useState<string>();
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const [told, setTold] = useState<OriginTest | null>(null);
  const [running, setRunning] = useState(false);

  const run = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = Origin.safeParse(origin);
    setMistake(parsed.success ? undefined : parsed.error.issues[0]?.message);
    setRefusal(null);
    setTold(null);
    if (!parsed.success) return;
    setRunning(true);
    try {
      setTold(await trpc.settings.testOrigin.query({ id: organizationId, origin: parsed.data, method }));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setRunning(false);
    }
  };

  return (
    <form onSubmit={run} noValidate aria-label="Test an origin" className="mt-6 flex flex-col gap-4 border-t pt-5">
      <h3 className="text-sm font-medium">Test an origin</h3>
      <div className="flex flex-wrap items-start gap-3">
        <Field label="Origin of the page" error={mistake} className="min-w-56 flex-1">
          <Input
            mono
            value={origin}
            onChange={(event) => setOrigin(event.target.value)}
            placeholder="https://app.example.com"
            spellCheck={false}
          />
        </Field>
        <Field label="Method" className="w-28">
          <Select
            value={method}
            onValueChange={(next) => setMethod(next as Method)}
            options={methods.map((value) => ({ value, label: value }))}
          />
        </Field>
        <Button type="submit" loading={running} className="sm:mt-[1.625rem]">
          Test
        </Button>
      </div>
      <FormRefusal refusal={refusal} />
      <div role="status" className="flex flex-col gap-4">
        {told && (
          <>
            <Told title="Before the request (preflight)" {...told.preflight} />
            <Told title={`The answer to ${method} with a key of this organization`} {...told.answer} />
          </>
        )}
      </div>
    </form>
  );
}

function Told({ title, allowed, why, headers }: { title: string } & OriginTest["preflight"]) {
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {title}
        <Badge tone={allowed ? "success" : "danger"}>{allowed ? "Allowed" : "Blocked"}</Badge>
      </p>
      <p className="text-muted">{why}</p>
      <CodeBlock code={headers.map(({ name, value }) => `${name}: ${value}`).join("\n")} wrap />
    </div>
  );
}
