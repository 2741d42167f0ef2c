"use client";

import { type FormEvent, useState } from "react";
import { problemOf } from "#trpc/problem-of.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { PasswordInput } from "#ui/password-input.tsx";
import { ShareNote } from "./share-frame.tsx";

/** Asks for the passcode of a link. What it shows is not told before. */
export function PasscodeForm({ onSubmit }: { onSubmit: (passcode: string) => Promise<void> }) {
  const [passcode, setPasscode] = useState("");
  const [failure, setFailure] = useState<string>();
  const [running, setRunning] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (passcode === "") return setFailure("Enter the passcode.");
    setRunning(true);
    setFailure(undefined);
    await onSubmit(passcode).catch((error: unknown) => {
      setFailure(problemOf(error)?.detail ?? "The server could not be reached. Try again.");
      setRunning(false);
    });
  }
  return (
    <ShareNote title="Enter the passcode" text="Whoever shared this link with you has given you one.">
      <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field label="Passcode" error={failure} required>
          <PasswordInput
            autoComplete="off"
            autoFocus
            maxLength={128}
            value={passcode}
            onChange={(event) => setPasscode(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={running} className="w-full">
          Open
        </Button>
      </form>
    </ShareNote>
  );
}
