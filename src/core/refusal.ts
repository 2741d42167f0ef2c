import { type FieldError, type ProblemCode, problems } from "#contract/problem.ts";

type More = {
  errors?: FieldError[];
  required_scopes?: string[];
  fix_path?: string;
  limit?: number;
  reset_at?: number;
  retry_after?: number;
  /** Bytes of what was asked for a part of (RFC 9110 §15.5.17). */
  size?: number;
  cause?: unknown;
};

/**
 * A refusal that the caller may read. Anything else that is thrown is a bug and answers 500. `fix_path` is a path of
 * the portal where the reader can mend it.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ProblemCode;
  readonly more: More;

  /** Next bundles its pages, so this class exists twice in a process: a refusal of the other one is one too. */
  static override [Symbol.hasInstance](value: unknown): value is Refusal {
    return value instanceof Error && value.name === "Refusal";
  }

  constructor(code: ProblemCode, detail?: string, more: More = {}) {
    super(detail ?? problems[code].about, { cause: more.cause });
    this.code = code;
    this.more = more;
  }
}

/** A refusal of one field. `attr` is its path on the wire. */
export function invalidField(attr: string, code: string, detail: string): Refusal {
  return new Refusal("invalid_input", detail, { errors: [{ attr, code, detail }] });
}
