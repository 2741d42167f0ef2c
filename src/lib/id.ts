import { randomBytes, randomFillSync } from "node:crypto";

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
/** Two digits at a time: an id is made for each request. */
const PAIRS = Array.from({ length: 1024 }, (_, ten) => `${CROCKFORD[ten >> 5]}${CROCKFORD[ten & 31]}`);
/** Random bytes are drawn for a thousand ids at once: a call of the generator costs more than what it gives. */
const pool = Buffer.allocUnsafe(8 * 1024);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/**
 * A TypeID: `<prefix>_` and a UUIDv7 (RFC 9562 §5.7) in 26 characters of Crockford base32. Ids of one process sort in
 * the order they were made: `rand_a` counts within a millisecond (RFC 9562 §6.2, method 1).
 */
export function newId<P extends string>(prefix: P, nowMs: number = Date.now()): `${P}_${string}` {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMs += 1;
      sequence = 0;
    }
  }
  if (used + 8 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const high = pool.readUInt32BE(used) & 0x3fffffff;
  const low = pool.readUInt32BE(used + 4);
  used += 8;
  return `${prefix}_${encode(lastMs, sequence, high, low)}`;
}

/** The same for a moment in the past, in no order with the ids that are being made now. */
export function idAt<P extends string>(prefix: P, ms: number): `${P}_${string}` {
  const random = randomBytes(10);
  const high = random.readUInt32BE(0) & 0x3fffffff;
  return `${prefix}_${encode(ms, random.readUInt16BE(8) & 0xfff, high, random.readUInt32BE(4))}`;
}

/** 128 bits as 26 digits of 5 bits, two at a time: 48 of time, version 7, 12 of sequence, variant 2, 62 random. */
function encode(ms: number, seq: number, high: number, low: number): string {
  const words = [
    Math.floor(ms / 0x10000) >>> 0,
    (((ms % 0x10000) << 16) | 0x7000 | seq) >>> 0,
    (0x80000000 | high) >>> 0,
    low >>> 0,
  ] as const;
  let text = PAIRS[words[0] >>> 24]!;
  for (let bit = 8; bit < 128; bit += 10) {
    const word = bit >>> 5;
    const shift = 22 - (bit & 31);
    const pair =
      shift >= 0 ? words[word]! >>> shift : (words[word]! << -shift) | ((words[word + 1] ?? 0) >>> (32 + shift));
    text += PAIRS[pair & 1023];
  }
  return text;
}

/** Whether `text` has the shape of an id with that prefix. */
export function isId(text: string, prefix: string): boolean {
  return (
    text.length === prefix.length + 27 &&
    text.startsWith(prefix) &&
    /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text.slice(prefix.length + 1)) &&
    text[prefix.length] === "_"
  );
}
