import type { Metadata } from "next";
import { caller } from "#app/session/caller.ts";
import { requirePortalSession } from "#app/session/portal-session.ts";
import { runtime } from "#core/runtime.ts";
import { Card } from "#ui/card.tsx";
import { PageBody } from "#ui/page-body.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { ThemeSwitch } from "../shell/theme-switch.tsx";
import { DeleteAccount } from "./delete-account.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { Security } from "./security.tsx";
import { Sessions } from "./sessions.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { principal } = await requirePortalSession("/account");
  const { name, email } = principal.user;
  const { account } = await caller();
  const [sessions, security] = await Promise.all([account.sessions({}), account.security({})]);
  return (
    <PageBody narrow>
      <PageHeader title="Account" description="Who you are here, how you sign in, and where you are signed in." />
      <div className="flex flex-col gap-6">
        <Card title="Profile">
          <ProfileForm name={name} email={email} mailIsSetUp={runtime().mailer.isSetUp} />
        </Card>
        <Card title="Password" description="Changing it signs you out everywhere else.">
          <PasswordForm email={email} />
        </Card>
        <Security first={security} />
        <Sessions first={sessions} />
        <Card title="Theme" description="Kept in this browser.">
          <ThemeSwitch />
        </Card>
        <DeleteAccount email={email} />
      </div>
    </PageBody>
  );
}
