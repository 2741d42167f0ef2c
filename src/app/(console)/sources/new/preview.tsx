import type { Upload } from "#contract/source.ts";
import { cn } from "#ui/cn.ts";
import type { Choice } from "./column-choice.ts";

const RIGHT = new Set<string>(["integer", "number"]);

/** The first rows of the file under the names that were chosen, without the columns that are left out. */
export function Preview({ upload, choices }: { upload: Upload; choices: readonly Choice[] }) {
  const shown = choices.map((choice, index) => ({ ...choice, index })).filter((choice) => !choice.skip);
  if (upload.preview.length === 0 || shown.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3 text-base font-medium">First {upload.preview.length} rows</h2>
      <section
        aria-label="First rows"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus to be scrolled by keys
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-lg border"
      >
        <table className="w-full border-collapse text-xs">
          <caption className="sr-only">First rows of {upload.file_name}</caption>
          <thead className="sticky top-0 bg-surface text-left text-muted dark:bg-sunken">
            <tr>
              {shown.map(({ index, rename, type }) => (
                <th
                  key={index}
                  scope="col"
                  className={cn("whitespace-nowrap px-3 py-2 font-medium first:pl-4", RIGHT.has(type) && "text-right")}
                >
                  {rename.trim() || upload.columns[index]?.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line font-mono">
            {upload.preview.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity, and never move
              <tr key={at}>
                {shown.map(({ index, type }) => (
                  <td
                    key={index}
                    className={cn("max-w-64 truncate px-3 py-1.5 first:pl-4", RIGHT.has(type) && "tabular text-right")}
                    title={row[index] ?? undefined}
                  >
                    {row[index] ?? <span className="text-subtle">null</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
