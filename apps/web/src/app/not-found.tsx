import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "~/components/ui/button-class";

export const metadata: Metadata = { title: "No such page" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="text-xl font-semibold">There is no page here</h1>
      <p className="mt-2 text-muted">
        The address is misspelt, or what it showed has been renamed or deleted. The list of virtual servers has what
        there is.
      </p>
      <p className="mt-6 flex flex-wrap gap-2">
        <Link href="/" className={buttonClass({ look: "primary" })}>
          Go to Control
        </Link>
        <Link href="/virtual-servers" className={buttonClass()}>
          Virtual servers
        </Link>
      </p>
    </main>
  );
}
