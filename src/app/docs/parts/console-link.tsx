import type { ComponentProps } from "react";
import { TextLink } from "#ui/text-link.tsx";

/** A link into the console. Not fetched ahead: who reads the docs may not be signed in, and every page there is made anew. */
export function ConsoleLink(props: ComponentProps<typeof TextLink>) {
  return <TextLink prefetch={false} {...props} />;
}
