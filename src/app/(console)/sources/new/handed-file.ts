/** A file that was dropped on another page, on its way to this one. It cannot travel in a URL. */
let handed: File | null = null;

/** Puts the file where the page for new sources finds it. */
export function handFile(file: File): void {
  handed = file;
}

/** The file that was handed over, once. */
export function takeHandedFile(): File | null {
  const file = handed;
  handed = null;
  return file;
}
