"use client";

import { Plus, Redo2, Undo2 } from "lucide-react";
import { Button } from "#ui/button.tsx";
import { ConfirmDialog } from "#ui/confirm-dialog.tsx";

/** Stays in sight while a dashboard is changed: what can be taken back, added and saved. */
export function EditorBar({
  name,
  dirty,
  undo,
  redo,
  onAdd,
  saving,
  onSave,
  onClose,
}: {
  name: string;
  /** Something is not saved yet. */
  dirty: boolean;
  /** Left out: there is nothing to take back, or to do again. */
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
  /** Left out: the dashboard is full. */
  onAdd: (() => void) | undefined;
  saving: boolean;
  onSave: () => void;
  onClose: () => void;
}) {
  return (
    <div className="sticky top-0 z-30 -mx-4 mb-6 flex flex-wrap items-center gap-2 border-b bg-ground px-4 py-3">
      <h1 className="mr-auto min-w-0 truncate text-lg font-medium">
        Editing {name}
        <span className="ml-2 text-sm font-normal text-muted" role="status">
          {dirty ? "Unsaved changes" : ""}
        </span>
      </h1>
      <Button size="icon" aria-label="Undo" title="Undo" disabled={!undo} onClick={undo}>
        <Undo2 aria-hidden />
      </Button>
      <Button size="icon" aria-label="Redo" title="Redo" disabled={!redo} onClick={redo}>
        <Redo2 aria-hidden />
      </Button>
      <Button onClick={onAdd} disabled={!onAdd}>
        <Plus aria-hidden />
        Add chart
      </Button>
      {dirty ? (
        <ConfirmDialog
          trigger={<Button>Discard</Button>}
          title="Discard your changes?"
          description="The dashboard stays as it was saved."
          verb="Discard changes"
          onConfirm={onClose}
        />
      ) : (
        <Button onClick={onClose}>Close</Button>
      )}
      <Button variant="primary" disabled={!dirty} loading={saving} onClick={onSave}>
        Save
      </Button>
    </div>
  );
}
