import fc from "fast-check";
import { expect, test } from "vitest";
import { seal, unseal } from "./sealing.ts";

const SECRET = "an installation's secret, thirty-two bytes and more";

test("what was sealed opens again, for its purpose and secret only, and never looks alike", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const sealed = seal(SECRET, "signing keys", text);
      expect(unseal(SECRET, "signing keys", sealed)).toBe(text);
      expect(seal(SECRET, "signing keys", text)).not.toBe(sealed);
      expect(() => unseal(SECRET, "webhooks", sealed)).toThrow();
      expect(() => unseal(`${SECRET}.`, "signing keys", sealed)).toThrow();
    }),
    { numRuns: 50 },
  );
});

test("one altered byte, anywhere, or a cut end does not open", () => {
  const sealed = seal(SECRET, "signing keys", "a private key");
  const bytes = Buffer.from(sealed.slice(3), "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => unseal(SECRET, "signing keys", `v1.${altered.toString("base64url")}`)).toThrow();
    expect(() => unseal(SECRET, "signing keys", `v1.${bytes.subarray(0, at).toString("base64url")}`)).toThrow();
  }
});
