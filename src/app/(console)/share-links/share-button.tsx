"use client";

import { Share2 } from "lucide-react";
import { useState } from "react";
import type { SharedType } from "#contract/share-link.ts";
import { Button } from "#ui/button.tsx";
import type { ExpiryOffer } from "../credentials/expiry-field.tsx";
import { ShareDialog } from "./share-dialog.tsx";

/** Opens the dialog that shares this. `offer` null: the reader may not share. */
export function ShareButton({
  resource,
  offer,
}: {
  resource: { type: SharedType; id: string; name: string };
  offer: ExpiryOffer | null;
}) {
  const [open, setOpen] = useState(false);
  if (!offer) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Share2 aria-hidden />
        Share
      </Button>
      {open && <ShareDialog resource={resource} offer={offer} onClose={() => setOpen(false)} />}
    </>
  );
}
