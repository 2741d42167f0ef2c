const words: Record<string, string> = {
  "key.created": "created the key",
  "key.updated": "changed the key",
  "key.rotated": "rotated the key",
  "key.rotation_finished": "ended the former secret of the key",
  "key.disabled": "disabled the key",
  "key.enabled": "enabled the key",
  "key.revoked": "revoked the key",
  "key.leaked": "reported as leaked, and so ended, the key",
  "alerts.read": "read alerts",
  "alert_preferences.changed": "changed which alerts they get",
  "webhook.created": "created the webhook to",
  "webhook.updated": "changed the webhook to",
  "webhook.deleted": "deleted the webhook to",
  "webhook.disabled": "switched off the webhook to",
  "webhook.secret_rotated": "rotated the secret of the webhook to",
  "webhook.tested": "tested the webhook to",
  "webhook_delivery.resent": "sent again to",
  "organization.created": "created the organization",
  "organization.onboarded": "finished setting up",
  "organization.renamed": "renamed the organization",
  "session.created": "signed in",
  "session.revoked": "ended a session",
  "session.mode_switched": "switched mode",
  "session.organization_switched": "switched organization",
  "source.created": "created the source",
  "source.updated": "changed the source",
  "source.deleted": "deleted the source",
  "upload.created": "uploaded the file",
  "user.signed_up": "signed up",
  "user.renamed": "changed their name",
  "user.password_changed": "changed their password",
};

/** What an action is called in a sentence whose subject is the actor. */
export const actionWords = (action: string): string => words[action] ?? action.replace(".", " ").replaceAll("_", " ");

/** The nouns by which the log can be narrowed down, then their actions. */
export const auditNouns = [
  { value: "key", label: "Keys" },
  { value: "source", label: "Sources" },
  { value: "upload", label: "Uploads" },
  { value: "session", label: "Sessions" },
  { value: "user", label: "People" },
  { value: "webhook", label: "Webhooks" },
  { value: "organization", label: "Organization" },
] as const;
