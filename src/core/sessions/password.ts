import { hash, verify } from "@node-rs/argon2";
import { dictionary } from "@zxcvbn-ts/language-common";
import { invalidField } from "../refusal.ts";

/** argon2id with 19 MiB and two passes, OWASP's first choice. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** No more at once, so that a flood of sign-ins cannot starve the traffic of keys. */
const AT_ONCE = 2;

const common = new Set<string>((dictionary["passwords-common"] as string[]).map((password) => password.toLowerCase()));

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resume) => waiting.push(resume));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

/** A hash of nothing anybody could enter: verified against when there is no account, so that both take as long. */
const noAccount = hashPassword(`no account ${Math.random()}`);

/** Whether the password is right. Takes as long when there is none to compare with, and is then false. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await noAccount);
  const matches = await inTurn(() => verify(against, password));
  return matches && stored != null;
}

/** Refuses the commonest passwords and one that is the account's own address. */
export function requireUncommon(password: string, email: string): void {
  const lower = password.toLowerCase();
  if (common.has(lower) || lower === email || lower === email.split("@")[0])
    throw invalidField(
      "password",
      "too_common",
      "This password is among the first that anybody would try. Choose another.",
    );
}
