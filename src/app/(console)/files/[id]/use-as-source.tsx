"use client";

import { Database } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import type { StoredFile } from "#contract/file.ts";
import { Button } from "#ui/button.tsx";
import { handFile } from "../../sources/new/handed-file.ts";
import { contentPath } from "./content-path.ts";

/** What the page for new sources knows how to read. */
export const isTable = ({ content_type, name, bytes }: StoredFile): boolean =>
  bytes > 0 &&
  (/^text\/(?:csv|tab-separated-values)|^application\/(?:json|x-ndjson)/.test(content_type) ||
    (content_type.startsWith("text/plain") && /\.(?:csv|tsv|txt|ndjson|jsonl)$/i.test(name)));

/** Takes the file to the page for new sources, where its columns are reviewed like those of any upload. */
export function UseAsSource({ file }: { file: StoredFile }) {
  const router = useRouter();
  const [taking, setTaking] = useState(false);
  async function take() {
    setTaking(true);
    try {
      const answer = await fetch(contentPath(file.id));
      if (!answer.ok) throw new Error();
      handFile(new File([await answer.blob()], file.name, { type: file.content_type }));
      router.push(`/sources/new?project=${file.project_id}`);
    } catch {
      toast.error("The file could not be read", { description: "Check the connection and try again." });
      setTaking(false);
    }
  }
  return (
    <Button onClick={() => void take()} loading={taking}>
      <Database aria-hidden />
      Use as source
    </Button>
  );
}
