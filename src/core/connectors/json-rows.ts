import { StepProblem } from "./step-problem.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;
const MAX_DEPTH = 64;
const MAX_KEY = 64 * 1024;

type Level = { array: boolean; index: number; key: string | null };

/** `/data/items` as its parts (RFC 6901). */
const partsOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * Cuts the array at a JSON pointer out of a document of any length, chunk by chunk; never holds more than a key. It looks
 * at brackets and strings only: whether what is in the array is JSON is for its parser to say.
 */
export function jsonRowsAt(pointer: string): { write(chunk: Buffer): Buffer | null; end(): void } {
  const wanted = partsOf(pointer);
  const levels: Level[] = [];
  let inString = false;
  let escaped = false;
  /** The string that is being read, if it may be a key on the way. */
  let text: number[] | null = null;
  /** Depth of the array that is cut out, while it is. */
  let inside = -1;
  let state: "looking" | "cutting" | "done" = "looking";

  const top = () => levels.at(-1);
  const matches = () =>
    levels.length === wanted.length &&
    levels.every(({ array, index, key }, at) => (array ? `${index}` : key) === wanted[at]);
  const onTheWay = () =>
    levels.length <= wanted.length &&
    levels.slice(0, -1).every(({ array, index, key }, at) => (array ? `${index}` : key) === wanted[at]);
  const notFound = () =>
    new StepProblem("format", `The document has no array of rows at ${pointer}. Correct the pointer, or leave it out.`);

  const step = (byte: number): "begins" | "ends" | null => {
    if (inString) {
      if (text && text.length < MAX_KEY) text.push(byte);
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
      return null;
    }
    if (byte === QUOTE) {
      inString = true;
      const level = top();
      text = state === "looking" && level && !level.array && onTheWay() ? [QUOTE] : null;
    } else if (byte === COLON && text) {
      const level = top();
      if (level) level.key = keyOf(text);
      text = null;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      const found = state === "looking" && matches();
      if (found && byte === OPEN_OBJECT) throw notFound();
      if (levels.length >= MAX_DEPTH && state === "looking")
        throw new StepProblem("format", "The document is nested too deeply.");
      levels.push({ array: byte === OPEN_ARRAY, index: 0, key: null });
      if (found) {
        inside = levels.length;
        return "begins";
      }
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      const ends = state === "cutting" && levels.length === inside;
      levels.pop();
      if (ends) return "ends";
    } else if (byte === COMMA) {
      const level = top();
      if (level?.array) level.index += 1;
      else if (level) level.key = null;
    }
    return null;
  };

  return {
    write(chunk) {
      if (state === "done") return null;
      let from = state === "cutting" ? 0 : -1;
      for (let at = 0; at < chunk.length; at += 1) {
        const event = step(chunk[at]!);
        if (event === "begins") {
          state = "cutting";
          from = at;
        } else if (event === "ends") {
          state = "done";
          return chunk.subarray(from, at + 1);
        }
      }
      return from === -1 ? null : chunk.subarray(from);
    },
    end() {
      if (state === "looking") throw notFound();
      if (state === "cutting") throw new StepProblem("format", "The document ends in the middle of its rows.");
    },
  };
}

function keyOf(bytes: readonly number[]): string | null {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as string;
  } catch {
    return null;
  }
}
