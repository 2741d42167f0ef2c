import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/** An IPv4-mapped IPv6 address (`::ffff:1.2.3.4`) as plain IPv4; every other address as it is. */
function plainIp(ip: string): string {
  return ip.startsWith("::ffff:") && isIPv4(ip.slice(7)) ? ip.slice(7) : ip;
}

/** What limits count: an IPv4 address itself, an IPv6 address by its /64, since one host owns that many. */
export function limitKeyOfIp(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const [head = "", tail] = ip.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/** A test for "is this address in one of these addresses and CIDR blocks". Throws on a malformed block. */
export function ipMatcher(blocks: readonly string[]): (ip: string) => boolean {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = "", bits] = block.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (ip) => isIP(ip) !== 0 && list.check(ip, isIPv4(ip) ? "ipv4" : "ipv6");
}

/**
 * The client's address: the socket's, unless that peer is a trusted proxy; then the right-most address of
 * `X-Forwarded-For` that is not a trusted proxy itself.
 */
export function clientIp(
  socketIp: string,
  forwardedFor: string | undefined,
  isTrusted: ((ip: string) => boolean) | null,
): string {
  const peer = plainIp(socketIp);
  if (!isTrusted || !forwardedFor || !isTrusted(peer)) return peer;
  const hops = forwardedFor.split(",").map((hop) => plainIp(hop.trim()));
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i]!;
    if (isIP(hop) === 0) return peer;
    if (!isTrusted(hop)) return hop;
  }
  return hops[0] ?? peer;
}

/** Whether every address of `inner` lies in `outer`; both are addresses or CIDR blocks. */
export function containsBlock(outer: string, inner: string): boolean {
  const [outerAddress = "", outerBits] = outer.split("/");
  const [innerAddress = "", innerBits] = inner.split("/");
  if (isIPv4(outerAddress) !== isIPv4(innerAddress)) return false;
  const width = isIPv4(outerAddress) ? 32 : 128;
  if (Number(outerBits ?? width) > Number(innerBits ?? width)) return false;
  return ipMatcher([outer])(innerAddress);
}
