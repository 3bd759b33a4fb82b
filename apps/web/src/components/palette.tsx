"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useTheme } from "next-themes";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useDeferredValue, useState } from "react";
import { useLive } from "~/live/use-live";
import { useTRPC } from "~/trpc/client";
import { DONE, paletteItems, type PaletteItem } from "./palette-items";
import { useClick } from "./live/use-click";
import { useSignOut } from "./shell/sign-out";
import { useMayChange } from "./shell/who";
import { overlayClass } from "./ui/dialog";

type Props = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };
const GROUPS = ["Do at once", "Go to", "Console"] as const;

/** Everything that can be gone to or done, found by a few letters. */
export function Palette({ open, onOpenChange }: Props) {
  // out here, where it outlives the lines: what was started still has to say how it ended
  const run = useRun();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClass} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[min(38rem,94vw)] -translate-x-1/2 overflow-hidden rounded-xl border bg-raised shadow-pop"
        >
          <Dialog.Title className="sr-only">Find or do something</Dialog.Title>
          <Lines
            onChoose={(does) => {
              onOpenChange(false);
              run(does);
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Lines({ onChoose }: { readonly onChoose: (does: PaletteItem["does"]) => void }) {
  const [query, setQuery] = useState("");
  const asked = useDeferredValue(query);
  const mayChange = useMayChange();
  const virtuals = useQuery(useTRPC().virtuals.list.queryOptions()).data ?? [];
  const services = useLive((state) => state.services);
  const items = paletteItems(asked, virtuals, services?.values() ?? [], mayChange);
  const [picked, setPicked] = useState("");
  // what was picked can be gone with the next letter: then the first line is
  const first = GROUPS.flatMap((group) => items.find((item) => item.group === group) ?? [])[0];
  const value = items.some(({ id }) => id === picked) ? picked : (first?.id ?? "");
  return (
    <Command shouldFilter={false} loop label="Find or do something" value={value} onValueChange={setPicked}>
      <Command.Input
        value={query}
        onValueChange={setQuery}
        placeholder={mayChange ? "Go to web, deactivate number2, …" : "Go to web, history, …"}
        className="h-12 w-full border-b bg-transparent px-4 text-[1rem] outline-none"
      />
      <Command.List className="max-h-[60dvh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-muted">
          Nothing has these words. Try the name of a page, a virtual server or a real server.
        </Command.Empty>
        {GROUPS.map((group) => {
          const lines = items.filter((item) => item.group === group);
          if (lines.length === 0) return null;
          return (
            <Command.Group
              key={group}
              heading={group}
              className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
            >
              {lines.map((item) => (
                <Command.Item
                  key={item.id}
                  value={item.id}
                  onSelect={() => onChoose(item.does)}
                  className="flex min-h-9 items-center rounded-md px-2.5 data-[selected=true]:bg-accent-soft pointer-coarse:min-h-11"
                >
                  {item.label}
                </Command.Item>
              ))}
            </Command.Group>
          );
        })}
      </Command.List>
    </Command>
  );
}

function useRun(): (does: PaletteItem["does"]) => void {
  const router = useRouter();
  const { setTheme } = useTheme();
  const signOut = useSignOut();
  const { click } = useClick();
  return (does) => {
    switch (does.kind) {
      case "go":
        return router.push(does.href);
      case "theme":
        return setTheme(does.theme);
      case "signOut":
        return signOut();
      case "click": {
        const { action, back, virtual, server } = does;
        const target =
          server === undefined ? { kind: "virtual" as const, virtual } : { kind: "server" as const, virtual, server };
        return click(
          { action, target },
          {
            says: `${server === undefined ? virtual : `${virtual}/${server}`} ${DONE[action]}`,
            undo: { action: back, target },
          },
        );
      }
    }
  };
}
