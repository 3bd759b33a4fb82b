import Link from "next/link";
import { virtualHref } from "../shell/places";
import { Badge } from "../ui/badge";
import { Card, CardHeader } from "../ui/card";
import type { Change } from "./answers";
import { counted } from "./count-words";
import { SomeOf } from "./some-of";

const TONE = { changed: "warn", added: "up", removed: "down" } as const;
const FIRST = 6;

type Props = { readonly changes: readonly Change[]; readonly count?: number; readonly links?: boolean };

/** Every change in words, with the way to where it was made. */
export function ChangesList({ changes, count = changes.length, links = true }: Props) {
  return (
    <Card>
      <CardHeader title={counted(count, "change")} />
      <div className="p-4 pt-1">
        <SomeOf items={changes} first={FIRST} what="change">
          {(shown) => (
            <ul className="divide-y">
              {shown.map(({ part, kind, text }, at) => (
                <li key={at} className="grid grid-cols-[4.25rem_minmax(0,1fr)] items-baseline gap-x-3 py-1.5">
                  <Badge tone={TONE[kind]} className="justify-center">
                    {kind}
                  </Badge>
                  <span className="break-words">
                    <PartLink part={part} links={links && kind !== "removed"} />{" "}
                    {text.replace(/^(added|removed): /, "")}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </SomeOf>
      </div>
    </Card>
  );
}

function PartLink({ part, links }: { readonly part: string; readonly links: boolean }) {
  const { words, href } = partPlace(part);
  const look = "mr-1.5 font-medium";
  return links && href !== null ? (
    <Link href={href} className={`${look} underline-offset-4 hover:underline`}>
      {words}
    </Link>
  ) : (
    <span className={look}>{words}</span>
  );
}

/** How the server names a part, as people say it, and its page. */
function partPlace(part: string): { readonly words: string; readonly href: string | null } {
  const [, kind = "", id = ""] = /^(virtual|server|failover) (.*)$/s.exec(part) ?? [];
  if (part === "global") return { words: "Global", href: "/global" };
  if (kind === "virtual") return { words: id, href: virtualHref(id) };
  if (kind === "failover") return { words: `failover service ${id}`, href: null };
  if (kind !== "server") return { words: part === "order" ? "Order" : part, href: null };
  const [virtual = "", ...server] = id.split("/");
  return { words: `${server.join("/")} of ${virtual}`, href: virtualHref(virtual, "real-servers") };
}
