/** Where a right password leads whoever has a second factor, instead of in. */
export const SECOND_STEP = "/login?step=code";

/** Why a sign-in failed, as far as a form may know. */
export type SignInCode = "wrong" | "throttled" | "expired";
