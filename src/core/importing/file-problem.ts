/** Something about an uploaded file that its owner must mend. The message is shown to them as it is. */
export class FileProblem extends Error {
  override readonly name = "FileProblem";

  /** The importer runs outside of Next's bundle, where this class exists a second time. */
  static override [Symbol.hasInstance](value: unknown): value is FileProblem {
    return value instanceof Error && value.name === "FileProblem";
  }
}
