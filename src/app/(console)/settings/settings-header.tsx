import { PageHeader } from "#ui/page-header.tsx";

export const SettingsHeader = () => (
  <PageHeader
    title="Settings"
    description="Rules for everybody in the organization. Each one shows what it will break before it is saved."
  />
);
