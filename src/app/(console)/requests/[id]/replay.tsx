"use client";

import { Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { CodeBlock } from "#ui/code-block.tsx";
import { Field } from "#ui/field.tsx";
import { PasswordInput } from "#ui/password-input.tsx";
import { StatusBadge } from "#ui/status-badge.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { duration } from "../../parts/numbers.ts";
import { requestHref } from "../request-table.tsx";

type Answer = { status: number; ms: number; requestId: string | null; remaining: string | null; body: string };

/** So much of an answer is shown, in characters. */
const MOST_SHOWN = 20_000;

/** Sends the call again from this browser with a key that the reader pastes. The key is kept nowhere. */
export function Replay({ path }: { path: string }) {
  const [key, setKey] = useState("");
  const [sending, setSending] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (sending || key.trim() === "") return;
    setSending(true);
    setFailure(null);
    try {
      setAnswer(await call(path, key.trim()));
    } catch {
      setAnswer(null);
      setFailure("No answer came back. Check that the key holds only plain characters, and the connection.");
    } finally {
      setSending(false);
    }
  }

  return (
    <div className="mt-6 border-t pt-6">
      <form onSubmit={send} className="flex flex-wrap items-start gap-2">
        <Field
          label="Replay with a key"
          hint="The portal cannot read your secrets, so paste one. It goes to the API from this browser and is kept nowhere."
          className="min-w-0 flex-1 basis-72"
        >
          <PasswordInput
            value={key}
            onChange={(event) => setKey(event.target.value)}
            autoComplete="off"
            placeholder="gk_live_…"
            className="font-mono"
          />
        </Field>
        <Button type="submit" loading={sending} disabled={key.trim() === ""} className="sm:mt-[26px]">
          <Send aria-hidden />
          Send GET
        </Button>
      </form>
      {failure && (
        <Callout tone="danger" live className="mt-4">
          {failure}
        </Callout>
      )}
      {answer && (
        <section aria-label="Answer" aria-live="polite" className="mt-4 flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
            <StatusBadge status={answer.status} />
            <span className="tabular">{duration(answer.ms)}</span>
            {answer.remaining && <span className="tabular">{answer.remaining} requests left this hour</span>}
            {answer.requestId && (
              <TextLink href={requestHref(answer.requestId)} prefetch={false} className="font-mono text-xs">
                {answer.requestId}
              </TextLink>
            )}
          </div>
          <CodeBlock title="Answer" code={answer.body || "(empty)"} wrap className="max-h-96 overflow-y-auto" />
        </section>
      )}
    </div>
  );
}

async function call(path: string, key: string): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(path, {
    headers: { authorization: `Bearer ${key}` },
    credentials: "omit",
    cache: "no-store",
  });
  const ms = performance.now() - began;
  const text = await read(response);
  return {
    status: response.status,
    ms,
    requestId: response.headers.get("x-request-id"),
    remaining: response.headers.get("x-ratelimit-remaining"),
    body: pretty(text),
  };
}

/** As much of the body as is shown; an export of millions of rows is cut off on its way. */
async function read(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader) {
    const { value, done } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > MOST_SHOWN) {
      await reader.cancel();
      return `${text.slice(0, MOST_SHOWN)}\n…`;
    }
  }
  return text;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
