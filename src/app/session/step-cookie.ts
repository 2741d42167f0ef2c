import { cookies } from "next/headers";
import { runtime } from "#core/runtime.ts";

/** As long as the step itself: five minutes. */
const MAX_AGE_SECONDS = 300;

function cookieOf() {
  const secure = runtime().config.publicUrl.startsWith("https:");
  const options = { httpOnly: true, sameSite: "strict" as const, path: "/", secure };
  return { name: `${secure ? "__Host-" : ""}gatehouse.step`, options };
}

/** A sign-in that waits for its second step, in a cookie that scripts cannot read. It is no session. */
export async function keepStep(step: string): Promise<void> {
  const { name, options } = cookieOf();
  (await cookies()).set(name, step, { ...options, maxAge: MAX_AGE_SECONDS });
}

export async function keptStep(): Promise<string | undefined> {
  return (await cookies()).get(cookieOf().name)?.value;
}

export async function forgetStep(): Promise<void> {
  const { name, options } = cookieOf();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
