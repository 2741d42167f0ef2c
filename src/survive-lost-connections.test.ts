import { expect, test } from "vitest";
import { isLostWrite } from "./survive-lost-connections.ts";

const stackOf = (frame: string) =>
  `TypeError: Cannot read properties of null (reading 'write')\n    at ${frame}\n    at next`;

test("only a TypeError out of the driver's own code is a lost write", () => {
  const driver = "Immediate.nextWrite (file:///srv/node_modules/postgres/src/connection.js:255:22)";
  expect(isLostWrite({ name: "TypeError", stack: stackOf(driver) })).toBe(true);
  expect(isLostWrite({ name: "Error", stack: stackOf(driver) })).toBe(false);
  expect(isLostWrite({ name: "TypeError", stack: stackOf("serve (file:///srv/src/rest/serve.ts:1:1)") })).toBe(false);
  expect(isLostWrite({ name: "TypeError" })).toBe(false);
});
