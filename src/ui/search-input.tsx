"use client";

import { Search, X } from "lucide-react";
import { useRef } from "react";
import { Input } from "./input.tsx";

/** A search field with a way to clear it; `label` is read out and never shown. */
export function SearchInput({
  label,
  value,
  onValueChange,
  placeholder,
  className,
}: {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  placeholder?: string;
  className?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  function clear() {
    onValueChange("");
    input.current?.focus();
  }
  return (
    <search className={className}>
      <Input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && value && clear()}
        icon={<Search aria-hidden />}
        suffix={
          value && (
            <button
              type="button"
              aria-label="Clear search"
              onClick={clear}
              className="grid size-6 place-items-center rounded-sm hover:text-text"
            >
              <X aria-hidden className="size-4" />
            </button>
          )
        }
      />
    </search>
  );
}
