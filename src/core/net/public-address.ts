import { BlockList, isIPv4, isIPv6 } from "node:net";

/** IPv4 that no public host has (IANA special-purpose registry, RFC 6890), multicast and reserved included. */
const special4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
/** Within 2000::/3: protocol assignments with Teredo, documentation, and 6to4, which holds an IPv4 address. */
const special6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

const blocked = new BlockList();
for (const [net, bits] of special4) blocked.addSubnet(net, bits, "ipv4");
for (const [net, bits] of special6) blocked.addSubnet(net, bits, "ipv6");
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** The IPv4 address in an IPv4-mapped one, however that is written; every other address as it is. */
export function unmapped(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const [withoutZone = ""] = ip.split("%");
  // URL writes an address in its one canonical form (RFC 5952).
  const canonical = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high = 0, low = 0] = mapped.slice(1).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** Whether an address is one of the public internet: not private, loopback, link-local, metadata, multicast or reserved. */
export function isPublicAddress(ip: string): boolean {
  const plain = unmapped(ip);
  if (isIPv4(plain)) return !blocked.check(plain, "ipv4");
  return isIPv6(plain) && global6.check(plain, "ipv6") && !blocked.check(plain, "ipv6");
}
