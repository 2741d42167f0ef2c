"use client";

import { AlertDialog as Primitive } from "radix-ui";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Callout } from "./callout.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

/**
 * Asks before something that cannot be taken back. `verb` names the deed ("Revoke key"), never "OK".
 * With `typeToConfirm` that text must be typed first. While `onConfirm` runs the dialog waits;
 * if it throws, the dialog stays open and shows the error's message.
 */
export function ConfirmDialog({
  open: openProp,
  onOpenChange,
  trigger,
  title,
  description,
  verb,
  tone = "danger",
  typeToConfirm,
  onConfirm,
  children,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  verb: string;
  tone?: "danger" | "primary";
  typeToConfirm?: string | undefined;
  onConfirm: () => unknown;
  children?: ReactNode;
}) {
  const [openOwn, setOpenOwn] = useState(false);
  const [typed, setTyped] = useState("");
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string>();
  const open = openProp ?? openOwn;

  function change(next: boolean) {
    if (running) return;
    setTyped("");
    setFailure(undefined);
    setOpenOwn(next);
    onOpenChange?.(next);
  }

  async function confirm(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (running || (typeToConfirm && typed.trim() !== typeToConfirm)) return;
    setRunning(true);
    setFailure(undefined);
    try {
      await onConfirm();
      setTyped("");
      setOpenOwn(false);
      onOpenChange?.(false);
    } catch (error) {
      setFailure(error instanceof Error && error.message ? error.message : "That did not work. Try again.");
    } finally {
      setRunning(false);
    }
  }

  return (
    <Primitive.Root open={open} onOpenChange={change}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-rise bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed inset-x-2 top-[max(0.5rem,16dvh)] z-50 mx-auto max-h-[min(80dvh,calc(100dvh-1rem))] max-w-md animate-enter overflow-y-auto rounded-lg bg-raised p-5 shadow-float outline-none"
        >
          <form onSubmit={confirm} className="flex flex-col gap-4">
            <div>
              <Primitive.Title className="text-lg font-medium">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="mt-1 text-sm text-muted">{description}</Primitive.Description>
              )}
            </div>
            {children}
            {typeToConfirm && (
              <Field
                label={
                  <>
                    Type <strong className="break-id font-mono font-normal select-all">{typeToConfirm}</strong> to
                    confirm
                  </>
                }
              >
                <Input
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              </Field>
            )}
            {failure && (
              <Callout tone="danger" live>
                {failure}
              </Callout>
            )}
            <div className="flex flex-wrap justify-end gap-2">
              <Primitive.Cancel asChild>
                <Button disabled={running}>Cancel</Button>
              </Primitive.Cancel>
              <Button
                type="submit"
                variant={tone}
                loading={running}
                disabled={Boolean(typeToConfirm) && typed.trim() !== typeToConfirm}
              >
                {verb}
              </Button>
            </div>
          </form>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
