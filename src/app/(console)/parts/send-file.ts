import type * as z from "zod";
import { Problem } from "#contract/problem.ts";

/** Why an upload was refused; `problem` is null if no answer of ours came back. */
export class UploadError extends Error {
  readonly problem: Problem | null;
  constructor(problem: Problem | null) {
    super(problem?.detail ?? "The upload was broken off. Check the connection and try again.");
    this.problem = problem;
  }
}

type Sending<T extends z.ZodType> = {
  url: string;
  file: File;
  headers?: Record<string, string>;
  /** What a good answer is. */
  answer: T;
  onProgress: (share: number) => void;
  signal: AbortSignal;
};

/**
 * Sends a file and resolves with the answer. `onProgress` is told the share that has been sent, from 0 to 1; `fetch`
 * cannot tell that. Rejects with an UploadError.
 */
export function sendFile<T extends z.ZodType>(sending: Sending<T>): Promise<z.output<T>> {
  const { url, file, headers = {}, answer, onProgress, signal } = sending;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name.toWellFormed()));
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 1);
    request.onload = () => {
      const good = request.status < 300 ? answer.safeParse(request.response) : undefined;
      if (good?.success) resolve(good.data);
      else reject(new UploadError(Problem.safeParse(request.response).data ?? null));
    };
    request.onerror = () => reject(new UploadError(null));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
