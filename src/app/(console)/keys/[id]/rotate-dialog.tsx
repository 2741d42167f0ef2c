"use client";

import { useState } from "react";
import { FormRefusal } from "#app/forms/form-refusal.tsx";
import { type FormRefusal as Refused, refusalOf } from "#app/forms/show-problem.ts";
import type { CreatedKey, Key } from "#contract/key.ts";
import { useTRPCClient } from "#trpc/client.tsx";
import { Button } from "#ui/button.tsx";
import { Callout } from "#ui/callout.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Field } from "#ui/field.tsx";
import { RadioCards } from "#ui/radio-cards.tsx";
import { SecretBox } from "#ui/secret-box.tsx";
import { TimeAgo } from "#ui/time-ago.tsx";
import { VerifyKey } from "../../credentials/verify-key.tsx";
import { LeaveDialog } from "../../leaving/leave-dialog.tsx";
import { useLeaveGuard } from "../../leaving/use-leave-guard.ts";
import { useKeysChanged } from "../use-keys-changed.ts";
import { Callers } from "./callers.tsx";

const overlaps = [
  { value: "0", title: "None", description: "The old secret ends now. Right when it leaked." },
  { value: "3600", title: "1 hour", description: "You deploy the new one right away." },
  { value: "86400", title: "24 hours", description: "Time for everybody who uses it." },
  { value: "604800", title: "7 days", description: "For a slow roll-out." },
] as const;
type Overlap = (typeof overlaps)[number]["value"];

type Props = { of: Key; open: boolean; onClose: () => void; publicUrl: string; organizationId: string };

/** A new secret for the same key: first how long the old one goes on, then the new one, once. */
export function RotateDialog({ of: key, open, onClose, publicUrl, organizationId }: Props) {
  const [made, setMade] = useState<CreatedKey | null>(null);
  const [saved, setSaved] = useState(false);
  const guard = useLeaveGuard(made !== null && !saved);
  const [asking, setAsking] = useState(false);

  function close() {
    setMade(null);
    setSaved(false);
    onClose();
  }

  if (!made)
    return (
      <Dialog
        open={open}
        onOpenChange={(next) => !next && onClose()}
        title={`Rotate ${key.name}`}
        description="Makes a new secret. Id, settings and history of the key stay."
      >
        <Choice of={key} onMade={setMade} onCancel={onClose} />
      </Dialog>
    );
  return (
    <>
      <Dialog
        open={open}
        guarded
        size="lg"
        title="The new secret"
        description={
          made.previous_secret_expires_at && Date.parse(made.previous_secret_expires_at) > Date.now() ? (
            <>
              It works now. The old one goes on working and ends <TimeAgo time={made.previous_secret_expires_at} />.
            </>
          ) : (
            "It works now, and the old one does not any more."
          )
        }
        footer={
          <Button variant={saved ? "primary" : "secondary"} onClick={() => (saved ? close() : setAsking(true))}>
            Done
          </Button>
        }
      >
        <div className="flex flex-col gap-5">
          <SecretBox
            secret={made.api_key ?? ""}
            label="Secret"
            env={{
              GATEHOUSE_URL: publicUrl,
              GATEHOUSE_API_KEY: made.api_key ?? "",
              GATEHOUSE_ORGANIZATION_ID: organizationId,
            }}
            onSaved={() => setSaved(true)}
          />
          <VerifyKey secret={made.api_key ?? ""} organizationId={organizationId} />
        </div>
      </Dialog>
      <LeaveDialog
        waiting={guard.waiting ?? (asking ? close : null)}
        stay={() => {
          setAsking(false);
          guard.stay();
        }}
        onGiveUp={() => setSaved(true)}
      />
    </>
  );
}

function Choice({ of: key, onMade, onCancel }: { of: Key; onMade: (made: CreatedKey) => void; onCancel: () => void }) {
  const trpc = useTRPCClient();
  const changed = useKeysChanged();
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const before = key.previous_secret_expires_at;

  async function rotate() {
    setRunning(true);
    setRefusal(null);
    try {
      onMade(await trpc.keys.rotate.mutate({ id: key.id, overlap_seconds: Number(overlap) }));
      await changed();
    } catch (error) {
      setRefusal(refusalOf(error));
      setRunning(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <Field group label="How long the old secret goes on working">
        <RadioCards
          label="How long the old secret goes on working"
          cards={overlaps}
          value={overlap}
          onValueChange={setOverlap}
        />
      </Field>
      {before && Date.parse(before) > Date.now() && (
        <Callout tone="warning">
          The secret before the present one still works and would end now: only one former secret goes on at a time.
        </Callout>
      )}
      <Callers keyId={key.id} />
      <FormRefusal refusal={refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" loading={running} onClick={rotate}>
          Rotate secret
        </Button>
      </div>
    </div>
  );
}
