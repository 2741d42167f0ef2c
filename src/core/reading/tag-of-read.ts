import { tagOf } from "../freshness.ts";
import type { OpenSource } from "./open-source.ts";

/** The entity tag of what is asked of a source: of its rows, of what the caller sees of it, and of the question. */
export const tagOfRead = ({ source, view }: OpenSource, verb: string, asked: object): string =>
  tagOf(source.id, source.dataVersion, view.columns, view.fingerprint, verb, asked);
