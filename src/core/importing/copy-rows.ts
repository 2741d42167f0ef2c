import { finished } from "node:stream/promises";
import type { TransactionSql } from "postgres";

/** Sends what is in COPY's text format to a `COPY … FROM STDIN`, no faster than the server takes it. */
export async function copyRows(
  tx: TransactionSql,
  statement: string,
  chunks: Iterable<string | Buffer>,
): Promise<void> {
  const copy = await tx.unsafe(statement).writable();
  const broken = new Promise<never>((_, reject) => copy.once("error", reject));
  broken.catch(() => {});
  for (const chunk of chunks) {
    if (chunk.length === 0) continue;
    const written = new Promise<void>((resolve, reject) =>
      copy.write(chunk, (error) => (error ? reject(error) : resolve())),
    );
    await Promise.race([written, broken]);
  }
  copy.end();
  // An error of the server after the last byte does not reach the stream, but it fails the next statement.
  await Promise.race([finished(copy), tx`select 1`]);
}
