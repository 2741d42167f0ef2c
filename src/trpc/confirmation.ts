import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { problemOf } from "./problem-of.ts";
import type { AppRouter } from "./root.ts";

/** Asks whoever is at the browser for a proof of who they are; false if they would rather not. */
export type AskWho = () => Promise<boolean>;

/** Who asks: the console has a dialog for it; where nobody does, the refusal stands. */
export type Confirmation = { ask: AskWho | null };

/**
 * What was refused for want of a recent proof is tried once more after it was given, so that no form needs to know. Calls
 * that are refused at the same time share one question.
 */
export function confirmationLink(confirmation: Confirmation): TRPCLink<AppRouter> {
  let asking: Promise<boolean> | null = null;
  const askOnce = (ask: AskWho): Promise<boolean> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        let ended = false;
        const attempt = (isFirst: boolean) =>
          next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error(error) {
              const { ask } = confirmation;
              if (!isFirst || !ask || problemOf(error)?.code !== "recent_authentication_required")
                return observer.error(error);
              void askOnce(ask).then((confirmed) => {
                if (ended) return;
                if (confirmed) running = attempt(false);
                else observer.error(error);
              });
            },
          });
        let running = attempt(true);
        return () => {
          ended = true;
          running.unsubscribe();
        };
      });
}
