import type { BoundBy, PolicySubject } from "#contract/policy.ts";
import type { Role } from "#contract/role.ts";
import type { Principal } from "../principal.ts";

/** Whom a policy can name: who somebody is, in which role now, and the credential that they hold. */
export type Bearer = { userId: string; role: Role; credentialId: string };

export const bearerOf = ({ user, role, via }: Principal): Bearer => ({ userId: user.id, role, credentialId: via.id });

/** By which of its words a policy binds somebody, the narrowest first; null: it does not. Nobody is exempt. */
export function bindingOf(appliesTo: readonly PolicySubject[], bearer: Bearer): BoundBy | null {
  const found = appliesTo.filter((subject) => names(subject, bearer)).map(({ type }) => type);
  return narrowestFirst.find((type) => found.includes(type)) ?? null;
}

const narrowestFirst: readonly BoundBy[] = ["key", "service_account", "member", "role", "everybody"];

function names(subject: PolicySubject, { userId, role, credentialId }: Bearer): boolean {
  switch (subject.type) {
    case "everybody":
      return true;
    case "role":
      return subject.role === role;
    case "key":
      return subject.id === credentialId;
    default:
      return subject.id === userId;
  }
}
