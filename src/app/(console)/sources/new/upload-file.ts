import { Problem } from "#contract/problem.ts";
import { Upload } from "#contract/source.ts";

/** Why an upload was refused; `problem` is null if no answer of ours came back. */
export class UploadError extends Error {
  readonly problem: Problem | null;
  constructor(problem: Problem | null) {
    super(problem?.detail ?? "The upload was broken off. Check the connection and try again.");
    this.problem = problem;
  }
}

/**
 * Sends a file and resolves with what was found in it. `onProgress` is told the share that has been sent, from 0 to 1;
 * `fetch` cannot tell that. Rejects with an UploadError.
 */
export function uploadFile(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/uploads");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name.toWellFormed()));
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 1);
    request.onload = () => {
      const upload = request.status === 200 ? Upload.safeParse(request.response) : undefined;
      if (upload?.success) resolve(upload.data);
      else reject(new UploadError(Problem.safeParse(request.response).data ?? null));
    };
    request.onerror = () => reject(new UploadError(null));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
