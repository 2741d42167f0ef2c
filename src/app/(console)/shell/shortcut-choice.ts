const storageKey = "gatehouse.shortcuts";

/** Whether single keys do something; who dictates to the computer can turn them off (WCAG 2.1.4). */
export function shortcutsEnabled(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

export function enableShortcuts(enabled: boolean): void {
  try {
    if (enabled) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "off");
  } catch {
    // Storage is forbidden; the choice cannot be kept.
  }
}
