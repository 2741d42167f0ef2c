import { isPassive } from "#core/storage/decide-type.ts";
import type { ByteRange } from "#core/storage/object-store.ts";
import type { FileContent } from "#domain/files/read-content.ts";
import type { Selected } from "./content-conditions.ts";
import { contentDisposition } from "./content-disposition.ts";

/** The ETag of a content: its checksum. */
export const contentTag = ({ sha256 }: Pick<FileContent, "sha256">): string => `"${sha256}"`;

/**
 * What stands above the content of a file, however it is sent. Whatever it is, it runs nothing: what a browser could run
 * is a download, its type is not guessed at, and a page made of it would have no origin, no scripts and nothing to fetch.
 */
export function contentHeaders(content: FileContent, selected: Selected): [name: string, value: string][] {
  const { name, contentType, bytes, sha256, modifiedAt } = content;
  const digest = `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`;
  const validators: [string, string][] = [
    ["ETag", contentTag(content)],
    ["Last-Modified", modifiedAt.toUTCString()],
    ["Cache-Control", "private, no-cache"],
    ["Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'"],
    ["X-Content-Type-Options", "nosniff"],
  ];
  if (selected.status === 304) return validators;
  return [
    ...validators,
    ["Content-Type", contentType],
    ["Content-Disposition", contentDisposition(isPassive(contentType) ? "inline" : "attachment", name)],
    ["Accept-Ranges", "bytes"],
    // Of the whole, whatever part of it is sent (RFC 9530 §3); that of the content is the same where all of it is sent.
    ["Repr-Digest", digest],
    ...(selected.status === 206
      ? [
          ["Content-Range", `bytes ${selected.range.first}-${selected.range.last}/${bytes}`] as [string, string],
          ["Content-Length", `${lengthOf(selected.range)}`] as [string, string],
        ]
      : [["Content-Digest", digest] as [string, string], ["Content-Length", `${bytes}`] as [string, string]]),
  ];
}

const lengthOf = ({ first, last }: ByteRange) => last - first + 1;
