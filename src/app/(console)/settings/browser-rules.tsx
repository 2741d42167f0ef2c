"use client";

import { Field } from "#ui/field.tsx";
import { TextLink } from "#ui/text-link.tsx";
import { Textarea } from "#ui/textarea.tsx";
import { OriginTester } from "./origin-tester.tsx";
import { type RulesProps, RulesSection } from "./rules-section.tsx";

/** Which web pages may call the API from a browser, and a way to see what one would be told. */
export function BrowserRules(props: RulesProps) {
  return (
    <RulesSection
      {...props}
      title="Browser access"
      description={
        <>
          Web pages whose scripts may call the API (CORS). Programs outside a browser are not concerned. Which page a
          call came from is not kept, so a preview cannot tell who uses an origin.{" "}
          <TextLink href="/docs/browsers">How browsers ask, and what they are told</TextLink>
        </>
      }
      names={["allowed_origins"]}
      below={<OriginTester organizationId={props.settings.id} />}
    >
      {(form) => (
        <Field
          label="Allowed origins"
          optional
          error={form.formState.errors.allowed_origins?.message}
          hint="Scheme, host and port, one a line. There are no wildcards."
        >
          <Textarea
            {...form.register("allowed_origins")}
            mono
            placeholder="https://app.example.com"
            spellCheck={false}
          />
        </Field>
      )}
    </RulesSection>
  );
}
