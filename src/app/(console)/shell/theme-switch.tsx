"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { type ReactNode, useSyncExternalStore } from "react";
import { Segmented } from "#ui/segmented.tsx";

const never = () => () => {};

/** Light, dark, or as the system has it. */
export function ThemeSwitch({ className }: { className?: string }) {
  const { theme, setTheme } = useTheme();
  // The server cannot know the choice, which lives in the browser; until then none is marked.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <Segmented
      label="Theme"
      size="sm"
      value={inBrowser ? (theme ?? "system") : ""}
      onValueChange={setTheme}
      {...(className ? { className } : {})}
      options={[
        { value: "light", label: <ThemeLabel icon={<Sun aria-hidden />} text="Light" /> },
        { value: "dark", label: <ThemeLabel icon={<Moon aria-hidden />} text="Dark" /> },
        { value: "system", label: <ThemeLabel icon={<Monitor aria-hidden />} text="System" /> },
      ]}
    />
  );
}

function ThemeLabel({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <>
      {icon}
      {text}
    </>
  );
}
