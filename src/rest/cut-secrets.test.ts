import { describe, expect, it } from "vitest";
import { mintSecret } from "#core/credentials/secret.ts";
import { cutSecrets } from "./cut-secrets.ts";

const { reveal } = mintSecret("gk", "live");
const encoded = [...reveal].map((char) => `%${char.charCodeAt(0).toString(16)}`).join("");

describe("a text for the log", () => {
  it.each([reveal, encoded, encoded.toUpperCase().replaceAll("%5F", "%5f"), `%67k%5F${reveal.slice(3)}`])(
    "does not hold the secret %s",
    (spelled) => {
      expect(cutSecrets(`/api/v1/api-keys/${spelled}?q=${spelled}`, "gk")).toBe(
        "/api/v1/api-keys/[redacted]?q=[redacted]",
      );
    },
  );

  it("does not hold a signed token, whole or cut", () => {
    const token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl-_A";
    for (const spelled of [token, token.replaceAll(".", "%2E"), token.slice(0, 40), token.replaceAll("-", "%2d")])
      expect(cutSecrets(`/api/v1/x?token=${spelled}&b=1`, "gk")).toBe("/api/v1/x?token=[redacted]&b=1");
  });

  it.each([
    "",
    "curl/8.5",
    "/api/v1/sources?q=a%20b%26c%2Fd%zz%",
    "/api/v1/x?filter=name%3Aeq%3A%C3%A4",
    "gk_live_NkPy…wxyz",
  ])("keeps %j", (text) => {
    expect(cutSecrets(text, "gk")).toBe(text);
  });
});
