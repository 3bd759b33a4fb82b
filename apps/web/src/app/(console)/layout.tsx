import type { ReactNode } from "react";
import { askDoor } from "~/components/shell/ask-door";
import { Header } from "~/components/shell/header";
import { WhoProvider } from "~/components/shell/who";

/** Everything behind the sign-in. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const { who, identity } = await askDoor();
  return (
    <WhoProvider who={who}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-[70] focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent"
      >
        Skip to the content
      </a>
      <Header host={identity.host} cluster={identity.cluster} />
      <main id="content" tabIndex={-1} className="mx-auto max-w-[96rem] px-3 py-5 outline-none sm:px-5 sm:py-6">
        {children}
      </main>
    </WhoProvider>
  );
}
