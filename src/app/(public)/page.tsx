import { ArrowRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { CodeBlock } from "#ui/code-block.tsx";
import { CodeTabs } from "#ui/code-tabs.tsx";
import { highlight } from "#ui/highlight.ts";
import { LinkButton } from "#ui/link-button.tsx";
import { Logo } from "#ui/logo.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { answer, refusal, snippets } from "./landing/call.ts";
import { KeyKinds } from "./landing/key-kinds.tsx";
import { Points } from "./landing/points.tsx";
import { Steps } from "./landing/steps.tsx";

export const metadata: Metadata = { title: { absolute: "Gatehouse: API keys you can trace, limit and take back" } };

const measure = "mx-auto w-full max-w-[1120px] px-4 md:px-8";

export default async function LandingPage() {
  const highlighted = await Promise.all(
    snippets.map(async ({ label, language, code }) => ({ label, code, html: await highlight(code, language) })),
  );
  return (
    <>
      <header className="sticky top-0 z-20 border-b bg-ground">
        <div className={`${measure} flex h-14 items-center justify-between gap-4`}>
          <Link href="/" className="rounded-md" aria-current="page">
            <Logo />
          </Link>
          <nav aria-label="Main" className="flex items-center gap-1 sm:gap-2">
            <LinkButton variant="ghost" href="/docs">
              Docs
            </LinkButton>
            <LinkButton variant="secondary" href="/login">
              Sign in
            </LinkButton>
          </nav>
        </div>
      </header>
      <main>
        <section className="border-b bg-surface dark:bg-sunken">
          <div className={`${measure} grid items-center gap-10 py-14 lg:grid-cols-[5fr_6fr] lg:gap-14 lg:py-24`}>
            <div className="min-w-0">
              <h1 className="text-2xl font-medium">API keys you can trace, limit and take back.</h1>
              <p className="mt-4 max-w-[48ch] text-pretty text-lg text-muted">
                Gatehouse is the developer portal you run in front of your data. Developers make the keys they need. You
                see what each one does, and what it does never exceeds what you allow.
              </p>
              <div className="mt-7 flex flex-wrap gap-2">
                <LinkButton variant="primary" size="lg" href="/signup">
                  Create account
                  <ArrowRight aria-hidden />
                </LinkButton>
                <LinkButton size="lg" href="/docs">
                  Read the docs
                </LinkButton>
              </div>
              <p className="mt-5 text-sm text-muted">Self-hosted, on your own machines. Apache-2.0.</p>
            </div>
            <div className="flex min-w-0 flex-col gap-3">
              <CodeTabs snippets={highlighted} className="bg-ground" />
              <CodeBlock
                className="bg-ground"
                title={
                  <span className="flex min-w-0 gap-4 font-mono text-xs">
                    <span className="text-success">200 OK</span>
                    <span className="truncate">X-RateLimit-Remaining: 4999</span>
                  </span>
                }
                code={answer}
                html={await highlight(answer, "json")}
              />
            </div>
          </div>
        </section>
        <Section title="From a file to an API in three steps" text="No pipeline to build, no server to write.">
          <Steps />
        </Section>
        <Section
          title="Access that stays under control"
          text="Instead of shared passwords, mailed exports and keys nobody remembers making."
        >
          <Points />
          <h3 className="mt-12 mb-3 text-base font-medium">Three types of key, told apart by their prefix</h3>
          <KeyKinds />
        </Section>
        <section className={`${measure} grid items-center gap-8 py-16 lg:grid-cols-2 lg:py-20 lg:gap-14`}>
          <div className="min-w-0">
            <h2 className="text-xl font-medium">A refusal says what to do about it</h2>
            <p className="mt-2 max-w-[56ch] text-pretty text-base text-muted">
              Every error has one shape (RFC 9457), a code with a page of its own, the id of the request, and a link to
              where it is put right. Rate limits stand in the headers of each answer.
            </p>
          </div>
          <CodeBlock
            title={
              <span className="font-mono text-xs">
                <span className="text-warning">403</span> application/problem+json
              </span>
            }
            code={refusal}
            html={await highlight(refusal, "json")}
          />
        </section>
        <section className="border-t bg-surface dark:bg-sunken">
          <div className={`${measure} flex flex-wrap items-center justify-between gap-6 py-12`}>
            <div>
              <h2 className="text-xl font-medium">Your first call is about a minute away</h2>
              <p className="mt-1 text-base text-muted">Sign up, take the key you are given, paste the command.</p>
            </div>
            <div className="flex flex-wrap gap-2">
              <LinkButton size="lg" href="/signup">
                Create account
              </LinkButton>
            </div>
          </div>
        </section>
      </main>
      <footer className="border-t">
        <div className={`${measure} flex flex-wrap items-center justify-between gap-4 py-8 text-sm text-muted`}>
          <span>Gatehouse, the developer portal you run yourself.</span>
          <span className="flex gap-5">
            <TextLink href="/docs">Docs</TextLink>
            <TextLink href="/login">Sign in</TextLink>
          </span>
        </div>
      </footer>
    </>
  );
}

function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={`${measure} pt-16 lg:pt-20`}>
      <h2 className="text-xl font-medium">{title}</h2>
      <p className="mt-1 mb-8 max-w-[72ch] text-base text-muted">{text}</p>
      {children}
    </section>
  );
}
