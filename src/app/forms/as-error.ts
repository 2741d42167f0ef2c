import { refusalOf } from "./show-problem.ts";

/** The words of a refusal for places that only take an error, such as dialogs and toasts. */
export const asError = (error: unknown): Error => {
  const { detail, requestId } = refusalOf(error);
  return new Error(requestId ? `${detail} (request ${requestId})` : detail);
};
