import { Refusal } from "./refusal.ts";

/** Lets reads that may take seconds at the database in such numbers that everything else still finds a connection. */
export type SlowReads = {
  /** Runs `work` as soon as it is its turn. Refuses with `unavailable` if too many of the organization wait already. */
  inTurn<T>(orgId: string, work: () => Promise<T>): Promise<T>;
};

/** Of one organization. More than that nobody would wait for. */
const WAITING = 100;

/** Of so many connections, one organization gets at most half for slow reads, all of them together three quarters. */
export function slowReads(connections: number): SlowReads {
  const mostOfOne = Math.max(1, Math.floor(connections / 2));
  const mostOfAll = Math.max(1, Math.floor((connections * 3) / 4));
  const running = new Map<string, number>();
  let all = 0;
  let waiting: { orgId: string; begin: () => void }[] = [];

  const count = (orgId: string, change: 1 | -1) => {
    const left = (running.get(orgId) ?? 0) + change;
    if (left > 0) running.set(orgId, left);
    else running.delete(orgId);
    all += change;
  };
  const fits = (orgId: string) => all < mostOfAll && (running.get(orgId) ?? 0) < mostOfOne;
  const beginNext = () => {
    const next = waiting.find(({ orgId }) => fits(orgId));
    if (!next) return;
    waiting = waiting.filter((other) => other !== next);
    count(next.orgId, 1);
    next.begin();
  };

  return {
    async inTurn(orgId, work) {
      if (fits(orgId)) count(orgId, 1);
      else if (waiting.filter((other) => other.orgId === orgId).length < WAITING)
        await new Promise<void>((begin) => waiting.push({ orgId, begin }));
      else
        throw new Refusal("unavailable", "Too many reads of your organization are waiting. Try again in a moment.", {
          retry_after: 2,
        });
      try {
        return await work();
      } finally {
        count(orgId, -1);
        beginNext();
      }
    },
  };
}
