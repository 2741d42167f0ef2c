import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import busboy from "busboy";
import { invalidField, Refusal } from "#core/refusal.ts";

type File = { stream: Readable; fileName: string; contentType: string };
type Form<T> = { fields: Record<string, string>; file: T };

const MAX_FIELDS = 20;
const MAX_FIELD_BYTES = 256 * 1024;

/**
 * Reads `multipart/form-data` (RFC 7578) with one file in the field `file`, which `receive` takes while it comes in;
 * the other fields may stand before or after it.
 */
export function readForm<T>(request: IncomingMessage, receive: (file: File) => Promise<T>): Promise<Form<T>> {
  return new Promise((resolve, reject) => {
    if (!request.headers["content-type"]?.toLowerCase().startsWith("multipart/form-data"))
      return reject(new Refusal("unsupported_media_type", "Send multipart/form-data with the file in the field file."));
    const fields: Record<string, string> = Object.create(null);
    let received: Promise<T> | null = null;
    let incoming: Readable | null = null;
    const form = open(request);
    if (!form) return reject(new Refusal("invalid_request", "The multipart body has no valid boundary."));

    const fail = (error: unknown) => {
      request.unpipe(form);
      form.removeAllListeners("file");
      form.on("error", () => {});
      form.destroy();
      // Whoever receives the file must not wait for bytes that will never come.
      incoming?.destroy();
      reject(error);
    };
    form.on("field", (name, value, { valueTruncated }) => {
      if (valueTruncated) return fail(new Refusal("payload_too_large", `The field ${name.slice(0, 40)} is too long.`));
      if (name === "__proto__" || name in fields) return fail(invalidField(name, "duplicate", "Send each field once."));
      fields[name] = value;
    });
    form.on("fieldsLimit", () => fail(new Refusal("invalid_request", "The form has too many fields.")));
    form.on("filesLimit", () => fail(invalidField("file", "duplicate", "Send one file.")));
    form.on("file", (name, stream, { filename, mimeType }) => {
      stream.on("error", () => {});
      incoming = stream;
      if (name !== "file") {
        stream.resume();
        return fail(invalidField(name.slice(0, 100), "unknown_field", "Send the file in the field file."));
      }
      received = receive({ stream, fileName: filename ?? "upload", contentType: mimeType });
      received.catch(fail);
    });
    form.on("error", () => fail(new Refusal("invalid_request", "The multipart body is broken.")));
    request.once("close", () => {
      if (!request.complete) fail(new Refusal("invalid_request", "The upload was broken off."));
    });
    form.on("close", () => {
      if (!received) return reject(invalidField("file", "required", "Send the file in the field file."));
      received.then((file) => resolve({ fields: { ...fields }, file }), reject);
    });
    request.pipe(form);
  });
}

function open(request: IncomingMessage): busboy.Busboy | null {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: "utf8",
      limits: { files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES, parts: MAX_FIELDS + 2 },
    });
  } catch {
    return null;
  }
}
