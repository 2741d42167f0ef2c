import { hash, randomBytes } from "node:crypto";

const HOW_MANY = 10;
const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 16;

/** Codes of 80 random bits, in groups of four characters that are not mistaken for one another. */
export const newRecoveryCodes = (): string[] => Array.from({ length: HOW_MANY }, newCode);

function newCode(): string {
  const text = Array.from(randomBytes(LENGTH), (byte) => CROCKFORD[byte & 31]).join("");
  return text.match(/.{4}/g)?.join("-") ?? "";
}

/** What is kept of a code. However it was typed: in capitals, with other spaces, with an o for a zero. */
export function recoveryCodeHash(typed: string): string {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  return hash("sha256", `gatehouse recovery code ${plain}`, "base64url");
}
