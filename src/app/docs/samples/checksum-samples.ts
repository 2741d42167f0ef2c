import type { Sample } from "./sample.ts";

/** Whether a key was copied whole, told without a request. Both are run by a test against keys that we mint. */
export const checksumSamples: Sample[] = [
  {
    label: "TypeScript",
    language: "typescript",
    code: `import { crc32 } from "node:zlib";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function isWhole(key: string): boolean {
  let rest = crc32(key.slice(0, -6));
  let checksum = "";
  for (let place = 0; place < 6; place++) {
    checksum = digits[rest % 62] + checksum;
    rest = Math.floor(rest / 62);
  }
  return key.endsWith(checksum);
}

console.log(isWhole("YOUR_API_KEY"));`,
  },
  {
    label: "Python",
    language: "python",
    code: `import zlib

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

def is_whole(key: str) -> bool:
    rest = zlib.crc32(key[:-6].encode())
    checksum = ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        checksum = DIGITS[digit] + checksum
    return key.endswith(checksum)

print(is_whole("YOUR_API_KEY"))`,
  },
];
