"use client";

import { useQueryStates } from "nuqs";
import { PageHeader } from "#ui/page-header.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { AlertList } from "./alert-list.tsx";
import { AlertPreferences } from "./alert-preferences.tsx";
import { alertsParsers } from "./alerts-search.ts";
import { purpose } from "./purpose.ts";

/** One's own alerts, and the choice of which one gets. */
export function AlertsView() {
  const [search, setSearch] = useQueryStates(alertsParsers, { history: "push" });
  return (
    <>
      <PageHeader title="Alerts" description={purpose} />
      <Tabs
        label="Alerts"
        value={search.tab}
        onValueChange={(tab) => void setSearch({ tab })}
        tabs={[
          {
            value: "alerts",
            label: "Alerts",
            content: <AlertList search={search} onSearch={(change) => void setSearch(change)} />,
          },
          { value: "preferences", label: "Preferences", content: <AlertPreferences /> },
        ]}
      />
    </>
  );
}
