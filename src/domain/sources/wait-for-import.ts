import type { Runtime } from "#core/runtime.ts";

/**
 * Resolves when the import of a source, or a load into one, is over, well or badly, or after `ms`. Only the instance that
 * imports can wait; any other resolves at once. What became of it, `getSource` tells.
 */
export const waitForImport = (runtime: Runtime, id: string, ms: number): Promise<void> => runtime.importer.wait(id, ms);
