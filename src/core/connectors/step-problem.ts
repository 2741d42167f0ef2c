import type { ColumnReview, ConnectorStep } from "#contract/connector.ts";

/** Why a connector cannot read, and at which step. The message is shown to its owner: it tells nothing of our inside. */
export class StepProblem extends Error {
  override readonly name = "StepProblem";
  readonly step: ConnectorStep;
  /** Of the step `columns`: what has to be decided. */
  readonly review: ColumnReview | null;

  constructor(step: ConnectorStep, message: string, options: ErrorOptions & { review?: ColumnReview } = {}) {
    super(message, options);
    this.step = step;
    this.review = options.review ?? null;
  }
}

/** Something that the other side has said: one line, without control characters, cut. */
export const quoted = (text: string, length = 300): string => {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
};
