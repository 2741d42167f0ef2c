import type { Sql } from "#db/client.ts";
import type { Invalidation } from "../invalidation.ts";

export type AllowedOrigins = {
  /** Whether some organization allows pages of that origin. Answers at once when the list is in memory. */
  has(origin: string): boolean | Promise<boolean>;
  /** An organization has changed: the list is read anew when it is next asked for. */
  forget(): void;
};

type Options = { sql: Sql; invalidation: Pick<Invalidation, "isHearing" | "orGone"> };

/** The origins that any organization allows, all of them in memory, so that no stranger's preflight costs a statement. */
export function allowedOrigins({ sql, invalidation }: Options): AllowedOrigins {
  let known: ReadonlySet<string> | null = null;
  let epoch = 0;
  let reading: { epoch: number; list: Promise<ReadonlySet<string>> } | null = null;

  const read = async (since: number) => {
    const rows = await invalidation.orGone(sql<{ origin: string }[]>`select allowed_origins() as origin`);
    const list = new Set(rows.map(({ origin }) => origin));
    // Kept only if nothing changed meanwhile.
    if (since === epoch && invalidation.isHearing()) known = list;
    return list;
  };

  return {
    has(origin) {
      if (known && invalidation.isHearing()) return known.has(origin);
      if (reading?.epoch !== epoch) {
        const begun = { epoch, list: read(epoch) };
        reading = begun;
        const over = () => {
          if (reading === begun) reading = null;
        };
        begun.list.then(over, over);
      }
      return (reading as { list: Promise<ReadonlySet<string>> }).list.then((list) => list.has(origin));
    },
    forget() {
      epoch += 1;
      known = null;
    },
  };
}
