"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";

// a page loads without it; the first Ctrl-K fetches it
const Palette = dynamic(() => import("../palette").then((module) => module.Palette), { ssr: false });

/** Opens the list of everything that can be gone to and done: by button, or by Ctrl-K from anywhere. */
export function PaletteDoor() {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setWanted(true);
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <Button
        look="quiet"
        aria-label="Find or do something (Ctrl-K)"
        aria-keyshortcuts="Control+K"
        className="max-sm:size-9 max-sm:px-0"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <Search aria-hidden className="text-muted" />
        <span className="flex items-center gap-1 max-lg:hidden">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </Button>
      {wanted && <Palette open={open} onOpenChange={setOpen} />}
    </>
  );
}
