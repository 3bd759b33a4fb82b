import { headers } from "next/headers";
import { pageDoor } from "~/components/shell/ask-door";

/** Which machine this is, and whether whoever asks is signed in already. */
export async function door() {
  const { identity, signedIn } = pageDoor();
  return { identity, who: await signedIn((await headers()).get("cookie")) };
}
