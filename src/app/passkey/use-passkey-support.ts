import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether this browser knows passkeys. True while the server draws the page, since nearly all do. */
export const usePasskeySupport = (): boolean => useSyncExternalStore(never, browserSupportsWebAuthn, () => true);
