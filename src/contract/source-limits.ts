/** What a source may be at most. Apart from the schemas, so that a thread which reads a file need not load them. */
export const MAX_UPLOAD_BYTES = 256 * 1024 * 1024;
export const MAX_COLUMNS = 100;
export const MAX_ROWS = 10_000_000;
