import Link from "next/link";
import { Mark } from "./mark";

export function Logo() {
  return (
    <Link
      href="/"
      className="flex items-center gap-2 rounded font-semibold tracking-tight"
      aria-label="Piranha, to Control"
    >
      <Mark className="size-6" />
      <span className="max-sm:sr-only">Piranha</span>
    </Link>
  );
}
