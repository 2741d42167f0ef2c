import type { Runtime } from "#core/runtime.ts";

/**
 * Resolves when the import of a source is over, well or badly, or after `ms`. Only the instance that imports can wait;
 * any other resolves at once. What became of it, `getSource` tells.
 */
export const waitForImport = (runtime: Runtime, sourceId: string, ms: number): Promise<void> =>
  runtime.importer.wait(sourceId, ms);
