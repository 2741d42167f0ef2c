import { invalidField } from "./refusal.ts";

/**
 * Refuses text that PostgreSQL cannot keep: NUL characters and halves of surrogate pairs. Every verb's input goes
 * through here, so that no such text turns into an error of the database half-way.
 */
export function requireStorable(value: unknown, path = ""): void {
  if (typeof value === "string") {
    if (value.includes("\0") || !value.isWellFormed())
      throw invalidField(path, "invalid_text", "This text holds NUL or broken characters.");
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) requireStorable(entry, path === "" ? `${index}` : `${path}.${index}`);
  } else if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, entry] of Object.entries(value)) {
      requireStorable(key, path);
      requireStorable(entry, path === "" ? key : `${path}.${key}`);
    }
  }
}
