import { describe, expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

describe("where one returns to after signing in", () => {
  it.each(["/keys", "/keys/key_1?tab=usage", "/requests?status=4xx#top"])("goes on to %s", (path) => {
    expect(returnPath(path, "/keys")).toBe(path);
  });

  it("leaves out what Next adds for itself", () => {
    expect(returnPath("/keys?q=a&_rsc=abc", "/")).toBe("/keys?q=a");
  });

  it.each([
    undefined,
    ["/keys", "/usage"],
    "",
    "keys",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "/..//evil.example",
    "/.//evil.example/keys",
    "/keys/..//evil.example",
    "/%2e%2e//evil.example",
    "javascript:alert(1)",
  ])("does not follow %j", (asked) => {
    expect(returnPath(asked, "/keys")).toBe("/keys");
  });
});
