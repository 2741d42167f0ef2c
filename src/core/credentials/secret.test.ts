import fc from "fast-check";
import { expect, test } from "vitest";
import { SECRET_PATTERN } from "#contract/credential.ts";
import { hashSecret, isWholeSecret, mintSecret } from "./secret.ts";

const words = ["live", "test", "ro", "pat", "refresh", "oauth", "share"] as const;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

test("every minted secret has the published form and a hint that does not give it away", () => {
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/), (word, prefix) => {
      const { reveal, hash, hint } = mintSecret(prefix, word);
      expect(reveal).toMatch(SECRET_PATTERN);
      expect(isWholeSecret(reveal, prefix)).toBe(true);
      expect(hash).toBe(hashSecret(reveal));
      expect(hint).toBe(
        `${prefix}_${word}_${reveal.slice(prefix.length + word.length + 2, -45)}...${reveal.slice(-10, -6)}`,
      );
      expect(hint.length).toBeLessThan(prefix.length + word.length + 14);
    }),
  );
});

test("two secrets are never alike, and use the whole alphabet", () => {
  const secrets = Array.from({ length: 5000 }, () => mintSecret("gk", "live").reveal);
  expect(new Set(secrets).size).toBe(5000);
  const seen = new Set(secrets.join(""));
  for (const char of BASE62) expect(seen).toContain(char);
});

test("one wrong character, anywhere, fails the checksum", () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...BASE62), (at, char) => {
      const { reveal } = mintSecret("gk", "live");
      const start = "gk_live_".length;
      const index = start + (at % (reveal.length - start));
      fc.pre(reveal[index] !== char);
      expect(isWholeSecret(reveal.slice(0, index) + char + reveal.slice(index + 1), "gk")).toBe(false);
    }),
  );
});

test("no text crashes the check, and only whole secrets pass it", () => {
  fc.assert(fc.property(fc.string(), (text) => isWholeSecret(text, "gk") === false));
  const { reveal } = mintSecret("gk", "live");
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (more) => {
      expect(isWholeSecret(reveal + more, "gk")).toBe(false);
      expect(isWholeSecret(reveal.slice(1 + (more.length % 20)), "gk")).toBe(false);
    }),
  );
  expect(isWholeSecret(reveal, "acme")).toBe(false);
});
