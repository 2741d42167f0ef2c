"use client";

import { ThemeProvider as NextThemeProvider } from "next-themes";
import type { ReactNode } from "react";

/** Light, dark or the system's theme, kept in the browser; `nonce` lets the script that prevents a flash run under the CSP. */
export function ThemeProvider({ nonce, children }: { nonce?: string | undefined; children: ReactNode }) {
  return (
    <NextThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      storageKey="gatehouse.theme"
      nonce={nonce}
    >
      {children}
    </NextThemeProvider>
  );
}
