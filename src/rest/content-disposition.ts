/** `Content-Disposition` (RFC 6266) with the name as it is, and one in ASCII for those who do not know how to read that. */
export function contentDisposition(type: "inline" | "attachment", fileName: string): string {
  const plain = fileName.replace(/[^\w.-]+/g, "_");
  // RFC 5987 §3.2.1 lets fewer characters stand than encodeURIComponent.
  const exact = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
