"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { StoredFile } from "#contract/file.ts";
import { MAX_UPLOAD_BYTES } from "#contract/source-limits.ts";
import { useTRPC } from "#trpc/client.tsx";
import { bytes } from "../parts/numbers.ts";
import { sendFile, UploadError } from "../parts/send-file.ts";

export type UploadState =
  | { at: "waiting" }
  | { at: "sending"; share: number }
  | { at: "done"; made: StoredFile }
  | { at: "refused"; error: UploadError };
export type FileUpload = { key: number; file: File; state: UploadState };

/** Browsers open few connections to one server; more at once only make each slower. */
const AT_ONCE = 2;

/** Uploads files into a project, two at a time, and tells how far each is. Leaving the page while one runs is asked about. */
export function useUploads(projectId: string | null) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly FileUpload[]>([]);
  const queue = useRef<FileUpload[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const nextKey = useRef(1);

  const set = (key: number, state: UploadState) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, state } : upload)));

  async function send({ key, file }: FileUpload) {
    const ending = new AbortController();
    running.current.set(key, ending);
    set(key, { at: "sending", share: 0 });
    try {
      if (file.size > MAX_UPLOAD_BYTES)
        throw Object.assign(new UploadError(null), {
          message: `It has ${bytes(file.size)}; ${bytes(MAX_UPLOAD_BYTES)} is the most.`,
        });
      const made = await sendFile({
        url: "/api/files",
        file,
        headers: projectId === null ? {} : { "x-project-id": projectId },
        answer: StoredFile,
        onProgress: (share) => set(key, { at: "sending", share }),
        signal: ending.signal,
      });
      set(key, { at: "done", made });
      await queries.invalidateQueries(trpc.files.pathFilter());
      await queries.invalidateQueries(trpc.projects.pathFilter());
    } catch (error) {
      if (!ending.signal.aborted)
        set(key, { at: "refused", error: error instanceof UploadError ? error : new UploadError(null) });
    } finally {
      running.current.delete(key);
      start();
    }
  }
  function start() {
    while (running.current.size < AT_ONCE) {
      const next = queue.current.shift();
      if (!next) return;
      void send(next);
    }
  }

  const isRunning = uploads.some(({ state }) => state.at === "waiting" || state.at === "sending");
  useEffect(() => {
    if (!isRunning) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isRunning]);

  return {
    uploads,
    add(files: Iterable<File>) {
      const added = [...files].map((file): FileUpload => ({ key: nextKey.current++, file, state: { at: "waiting" } }));
      queue.current.push(...added);
      setUploads((all) => [...all.filter(({ state }) => state.at !== "done"), ...added]);
      start();
    },
    /** Ends it if it runs, and takes it off the list. */
    dismiss(key: number) {
      queue.current = queue.current.filter((upload) => upload.key !== key);
      running.current.get(key)?.abort();
      setUploads((all) => all.filter((upload) => upload.key !== key));
    },
  };
}
