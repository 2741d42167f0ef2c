"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SharedType, ShareLink } from "#contract/share-link.ts";
import { useTRPC } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { viewsText } from "./link-words.ts";
import { RevokeLink } from "./revoke-link.tsx";

const SHOWN = 5;

/** The links to one thing that can be opened now. Nothing where there is none. */
export function LinksTo({ resource: { type, id } }: { resource: { type: SharedType; id: string } }) {
  const trpc = useTRPC();
  const [ending, setEnding] = useState<ShareLink | null>(null);
  const list = useQuery(
    trpc.shareLinks.list.queryOptions({ resource_type: type, resource_id: id, status: "active", limit: SHOWN }),
  );
  const links = list.data?.data ?? [];
  if (links.length === 0) return null;
  return (
    <section aria-label="Links that are active" className="border-t pt-4">
      <h3 className="text-sm font-medium">Active links</h3>
      <ul className="mt-1 divide-y">
        {links.map((link) => (
          <li key={link.id} className="flex items-center justify-between gap-4 py-2 text-sm">
            <span className="min-w-0">
              <code className="block truncate font-mono text-xs">{link.hint}</code>
              <span className="block text-muted">
                {link.created_by.name}, {viewsText(link)} {link.views === 1 ? "view" : "views"}, ends{" "}
                <TimeAgo time={link.effective_expires_at} />
              </span>
            </span>
            <Button size="sm" variant="ghost" onClick={() => setEnding(link)} aria-label={`Revoke ${link.hint}`}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      {list.data?.next_cursor && (
        <p className="pt-1 text-sm">
          <TextLink href="/share-links?status=active">All of them</TextLink>
        </p>
      )}
      <RevokeLink of={ending} onClose={() => setEnding(null)} />
    </section>
  );
}
