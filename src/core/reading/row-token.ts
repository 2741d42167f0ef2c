import { seal, unseal } from "../sealing.ts";
import type { SourceView } from "./source-view.ts";

const PURPOSE = "row of a cursor";

/** The number of a row as a cursor carries it. Where rows are left out, it would tell how many lie between. */
export const rowToken = ({ rowSecret }: SourceView, row: string): string =>
  rowSecret === null ? row : seal(rowSecret, PURPOSE, row);

/** The number of the row that `rowToken` was made of, or null. */
export function rowOfToken({ rowSecret }: SourceView, token: string): string | null {
  try {
    const row = rowSecret === null ? token : unseal(rowSecret, PURPOSE, token);
    return /^\d{1,18}$/.test(row) ? row : null;
  } catch {
    return null;
  }
}
