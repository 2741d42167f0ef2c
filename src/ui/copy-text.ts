/**
 * Puts text on the clipboard; `false` if the browser would not let us.
 * The clipboard API needs https or localhost, and a self-hosted portal may stand behind neither, hence the old way too.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.style.position = "fixed";
    field.style.opacity = "0";
    // Inside an open dialog the focus may not leave it, so the field has to stand within.
    const host = document.activeElement?.closest("[role=dialog],[role=alertdialog]") ?? document.body;
    const before = document.activeElement;
    host.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) before.focus();
    return copied;
  }
}
