"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { refusalOf } from "#app/forms/show-problem.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { saveFile } from "#ui/save-file.ts";
import type { AuditFilters } from "./audit-search.ts";
import type { AuditEvent } from "./audit-table.tsx";

const PAGE = 100;

/** All events that fit the filters as NDJSON, with their hashes, so that the file can be verified elsewhere. */
export function ExportEvents({ filters }: { filters: AuditFilters }) {
  const trpc = useTRPCClient();
  const [running, setRunning] = useState(false);

  async function save() {
    setRunning(true);
    try {
      const lines: string[] = [];
      let cursor: string | undefined;
      do {
        const page: { data: AuditEvent[]; next_cursor: string | null } = await trpc.audit.list.query({
          ...filters,
          limit: PAGE,
          ...(cursor && { cursor }),
        });
        for (const event of page.data) lines.push(`${JSON.stringify(event)}\n`);
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
      saveFile(`audit-${new Date().toISOString().slice(0, 10)}.ndjson`, lines.join(""), "application/x-ndjson");
    } catch (error) {
      const { title, detail } = refusalOf(error);
      toast.error(title, { description: detail });
    } finally {
      setRunning(false);
    }
  }
  return (
    <Button onClick={() => void save()} loading={running}>
      <Download aria-hidden />
      Export NDJSON
    </Button>
  );
}
