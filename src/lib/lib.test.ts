import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { base62, endsWithBase62 } from "./base62.ts";
import { isId, newId } from "./id.ts";
import { clientIp, containsBlock, ipMatcher, limitKeyOfIp } from "./ip.ts";
import { isIpOrCidr } from "./ip-text.ts";

test("ids are TypeIDs of UUIDv7, unique and in the order they were made", () => {
  const ids = Array.from({ length: 20_000 }, () => newId("key"));
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids.slice(0, 100)) expect(isId(id, "key")).toBe(true);
  expect(isId(ids[0] ?? "", "org")).toBe(false);
  const bits = BigInt(
    `0b${[...(ids[0] ?? "").slice(4)].map((c) => "0123456789abcdefghjkmnpqrstvwxyz".indexOf(c).toString(2).padStart(5, "0")).join("")}`,
  );
  const hex = bits.toString(16).padStart(32, "0");
  expect(hex[12]).toBe("7");
  expect("89ab").toContain(hex[16]);
  expect(Math.abs(Number.parseInt(hex.slice(0, 12), 16) - Date.now())).toBeLessThan(60_000);
});

test("a text ends with its own number in base62, and with no other", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(0xffffffff), fc.nat(0xffffffff), (head, value, other) => {
      const text = head + base62(BigInt(value), 6);
      expect(endsWithBase62(text, value, 6)).toBe(true);
      expect(endsWithBase62(text, other, 6)).toBe(other === value);
    }),
  );
});

test("the browser's check of addresses agrees with the server's", () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.stringMatching(/^[0-9a-f:.]{1,20}$/));
  fc.assert(
    fc.property(address, (text) => {
      expect(isIpOrCidr(text)).toBe(isIP(text) !== 0 && !text.includes("%"));
    }),
    { numRuns: 2000 },
  );
  for (const good of ["10.0.0.0/8", "::/0", "2001:db8::/32", "192.0.2.1/32"]) expect(isIpOrCidr(good)).toBe(true);
  for (const bad of ["10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "::1/64/1", "a/8"])
    expect(isIpOrCidr(bad)).toBe(false);
});

test("IPv6 is counted by its /64, however it is written", () => {
  expect(limitKeyOfIp("2001:db8:0:1::5")).toBe(limitKeyOfIp("2001:0db8:0000:0001:ffff::1"));
  expect(limitKeyOfIp("2001:db8:0:1::5")).not.toBe(limitKeyOfIp("2001:db8:0:2::5"));
  expect(limitKeyOfIp("192.0.2.7")).toBe("192.0.2.7");
});

test("only trusted proxies may say who the client is", () => {
  const trusted = ipMatcher(["10.0.0.0/8"]);
  expect(clientIp("192.0.2.1", "203.0.113.9", trusted)).toBe("192.0.2.1");
  expect(clientIp("::ffff:10.0.0.1", "203.0.113.9", trusted)).toBe("203.0.113.9");
  expect(clientIp("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", trusted)).toBe("203.0.113.9");
  expect(clientIp("10.0.0.1", "nonsense", trusted)).toBe("10.0.0.1");
  expect(clientIp("10.0.0.1", "203.0.113.9", null)).toBe("10.0.0.1");
});

test("a block contains only what lies in it", () => {
  expect(containsBlock("10.0.0.0/8", "10.1.0.0/16")).toBe(true);
  expect(containsBlock("10.1.0.0/16", "10.0.0.0/8")).toBe(false);
  expect(containsBlock("10.0.0.0/8", "11.0.0.1")).toBe(false);
  expect(containsBlock("10.0.0.0/8", "::1")).toBe(false);
  expect(containsBlock("10.0.0.1", "10.0.0.1")).toBe(true);
});
