import { ChartNoAxesColumn } from "lucide-react";
import { EmptyState } from "#ui/empty-state.tsx";
import { LinkButton } from "#ui/link-button.tsx";

/** Nothing was called in this range: why that may be, and how to make the first call. */
export function NoUsage({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState
      icon={<ChartNoAxesColumn />}
      title="No requests in this range"
      description={
        filtered
          ? "Nothing called the API with this key or operation in this range. Choose a longer range, or all keys and operations."
          : "As soon as a key calls the API its requests are counted here, within seconds. Test and live requests are counted apart."
      }
      action={
        !filtered && (
          <>
            <LinkButton variant="primary" href="/onboarding">
              Make a first call
            </LinkButton>
            <LinkButton href="/keys">Open keys</LinkButton>
          </>
        )
      }
    />
  );
}
