import { Upload } from "#contract/source.ts";
import { sendFile } from "../../parts/send-file.ts";

/** Sends a file and resolves with what was found in it. */
export const uploadFile = (file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Upload> =>
  sendFile({ url: "/api/uploads", file, answer: Upload, onProgress, signal });
