"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";

export type TestKey = { id: string; secret: string; expiresAt: string };

type Reader = {
  /** Null: signed out. */
  organization: { id: string; name: string } | null;
  testKey: TestKey | null;
  holdTestKey(key: TestKey): void;
  /** What stands in the samples in place of their placeholders. */
  values: Readonly<Record<string, string>>;
};

const ReaderContext = createContext<Reader | null>(null);

/** Who reads. The test key lives in this state only: it ends with the page, and no storage or cache ever holds it. */
export function ReaderProvider({
  organization,
  children,
}: {
  organization: Reader["organization"];
  children: ReactNode;
}) {
  const [testKey, setTestKey] = useState<TestKey | null>(null);
  useEffect(() => {
    if (!testKey) return;
    const timer = setTimeout(() => setTestKey(null), new Date(testKey.expiresAt).getTime() - Date.now());
    return () => clearTimeout(timer);
  }, [testKey]);
  const holdTestKey = useCallback((key: TestKey) => setTestKey(key), []);
  const reader = useMemo(
    () => ({
      organization,
      testKey,
      holdTestKey,
      values: {
        ...(organization && { YOUR_ORGANIZATION_ID: organization.id }),
        ...(testKey && { YOUR_API_KEY: testKey.secret }),
      },
    }),
    [organization, testKey, holdTestKey],
  );
  return <ReaderContext value={reader}>{children}</ReaderContext>;
}

/** Who reads, inside the docs' layout. */
export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (!reader) throw new Error("useReader stands outside of ReaderProvider");
  return reader;
}
