import {
  FileArchive,
  FileAudio,
  FileCode,
  File as FileIcon,
  FileImage,
  FileText,
  FileVideo,
  type LucideIcon,
  Table,
} from "lucide-react";

type Kind = { label: string; icon: LucideIcon };

/** The first that fits says what people call it. */
const kinds: readonly [RegExp, (type: string) => Kind][] = [
  [/^text\/(?:csv|tab-separated-values)/, (type) => ({ label: type.includes("csv") ? "CSV" : "TSV", icon: Table })],
  [/^application\/(?:json|x-ndjson|geo\+json)|\+json/, () => ({ label: "JSON", icon: FileCode })],
  [
    /^application\/vnd\.apache\.(parquet|arrow)/,
    (type) => ({ label: type.includes("parquet") ? "Parquet" : "Arrow", icon: Table }),
  ],
  [/spreadsheetml|ms-excel|opendocument\.spreadsheet/, () => ({ label: "Spreadsheet", icon: Table })],
  [/^image\/svg/, () => ({ label: "SVG", icon: FileImage })],
  [/^image\/(\w+)/, (type) => ({ label: `${type.slice(6).split(/[+;]/)[0]?.toUpperCase()} image`, icon: FileImage })],
  [/^audio\//, () => ({ label: "Audio", icon: FileAudio })],
  [/^video\//, () => ({ label: "Video", icon: FileVideo })],
  [/^application\/pdf/, () => ({ label: "PDF", icon: FileText })],
  [/zip|gzip|tar|7z|compressed|archive/, () => ({ label: "Archive", icon: FileArchive })],
  [/^text\/markdown/, () => ({ label: "Markdown", icon: FileText })],
  [
    /html|xml|javascript|css|yaml|sql/,
    (type) => ({ label: /html|xml|css|yaml|sql|script/.exec(type)?.[0].toUpperCase() ?? "", icon: FileCode }),
  ],
  [/^text\//, () => ({ label: "Text", icon: FileText })],
];

/** A content type in a word, with a picture for it. */
export const kindOf = (contentType: string): Kind =>
  kinds.find(([pattern]) => pattern.test(contentType))?.[1](contentType) ?? { label: "File", icon: FileIcon };
