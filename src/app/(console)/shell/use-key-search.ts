import { useEffect, useEffectEvent, useState } from "react";
import { cutSecret } from "../cut-secret.ts";
import type { FoundKey } from "./shell-types.ts";

/** Keys whose name or prefix fits, a moment after the typing paused. */
export function useKeySearch(
  query: string,
  searchKeys: (query: string) => Promise<readonly FoundKey[]>,
): { keys: readonly FoundKey[]; searching: boolean } {
  const wanted = query.length < 2 ? "" : cutSecret(query);
  const [found, setFound] = useState<{ query: string; keys: readonly FoundKey[] }>({ query: "", keys: [] });
  const search = useEffectEvent(searchKeys);

  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const timer = setTimeout(async () => {
      // A search that fails leaves the palette as it is: pages and commands go on working.
      const keys = await search(wanted).catch(() => []);
      if (current) setFound({ query: wanted, keys: keys.slice(0, 6) });
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted]);

  return { keys: wanted ? found.keys : [], searching: wanted !== "" && found.query !== wanted };
}
