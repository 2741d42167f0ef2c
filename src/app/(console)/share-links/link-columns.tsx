import { Ellipsis, LockKeyhole, ScanLine, Trash2 } from "lucide-react";
import Link from "next/link";
import type { ShareLink } from "#contract/share-link.ts";
import { Button } from "#ui/button.tsx";
import type { Column } from "#ui/data-table.tsx";
import { DropdownMenu, MenuItem } from "#ui/dropdown-menu.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { EffectiveExpiry } from "../credentials/expiry.tsx";
import { LinkStatus } from "./link-status.tsx";
import { isLiving, resourcePath, typeWords, viewsText } from "./link-words.ts";

type Deeds = { onNarrow: (link: ShareLink) => void; onRevoke: (link: ShareLink) => void };

export const linkColumns = ({ onNarrow, onRevoke }: Deeds): readonly Column<ShareLink>[] => [
  {
    id: "resource",
    header: "Shows",
    card: "title",
    skeleton: "w-40",
    className: "md:max-w-64",
    cell: (link) => (
      <>
        <span className="flex min-w-0 items-center gap-1.5">
          <Link href={resourcePath(link)} className="truncate rounded-sm font-medium hover:underline">
            {link.resource.name}
          </Link>
          {link.has_passcode && (
            <span title="Asks for a passcode" className="shrink-0 text-muted">
              <LockKeyhole aria-hidden className="size-3.5" />
              <span className="sr-only">Asks for a passcode</span>
            </span>
          )}
        </span>
        <span className="block truncate text-xs text-muted">
          {typeWords[link.resource.type]} · <code className="font-mono">{link.hint}</code>
        </span>
      </>
    ),
  },
  {
    id: "by",
    header: "Shared by",
    wide: true,
    skeleton: "w-24",
    className: "md:max-w-40",
    cell: (link) => <span className="block truncate">{link.created_by.name}</span>,
  },
  { id: "status", header: "Status", skeleton: "w-16", cell: (link) => <LinkStatus of={link} /> },
  {
    id: "expires",
    header: "Expires",
    skeleton: "w-20",
    className: "whitespace-nowrap",
    cell: (link) => <EffectiveExpiry of={link} revoked={!isLiving(link)} />,
  },
  {
    id: "views",
    header: "Views",
    align: "right",
    skeleton: "w-10",
    className: "whitespace-nowrap",
    cell: (link) => viewsText(link),
  },
  {
    id: "last",
    header: "Last view",
    skeleton: "w-24",
    className: "whitespace-nowrap",
    cell: (link) => <TimeAgo time={link.last_viewed_at} />,
  },
  {
    id: "deeds",
    header: <span className="sr-only">Actions</span>,
    card: "corner",
    skeleton: "w-8",
    className: "md:text-right",
    cell: (link) =>
      isLiving(link) && (
        <DropdownMenu
          trigger={
            <Button size="icon-sm" variant="ghost" aria-label={`Actions for the link to ${link.resource.name}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem icon={<ScanLine aria-hidden />} onSelect={() => onNarrow(link)}>
            Narrow…
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => onRevoke(link)}>
            Revoke…
          </MenuItem>
        </DropdownMenu>
      ),
  },
];
