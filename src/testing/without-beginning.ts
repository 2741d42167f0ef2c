import type { World } from "./world.ts";

/** Runs `work` while nothing that it creates begins to be imported. */
export async function withoutBeginning<T>({ runtime }: World, work: () => Promise<T>): Promise<T> {
  const real = runtime.importer;
  runtime.importer = { ...real, begin: () => {} };
  return work().finally(() => {
    runtime.importer = real;
  });
}
