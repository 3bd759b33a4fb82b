"use client";

import { useState, type ReactNode } from "react";
import { Button } from "../ui/button";
import { counted } from "./count-words";

type Props<Item> = {
  readonly items: readonly Item[];
  readonly first: number;
  /** What they are, for the button: "command". */
  readonly what: string;
  readonly children: (items: readonly Item[]) => ReactNode;
};

/** The first of many, and the rest when asked for. */
export function SomeOf<Item>({ items, first, what, children }: Props<Item>) {
  const [all, setAll] = useState(false);
  return (
    <>
      {children(all ? items : items.slice(0, first))}
      {items.length > first && !all && (
        <Button size="small" className="mt-2 justify-self-start" onClick={() => setAll(true)}>
          Show all {counted(items.length, what)}
        </Button>
      )}
    </>
  );
}
