/** `user:ada` has the relation to `project:plans`, as OpenFGA writes it. */
export type Tuple = { user: string; relation: string; object: string };

export const tupleKey = ({ user, relation, object }: Tuple): string => `${object}#${relation}@${user}`;
