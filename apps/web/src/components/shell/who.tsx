"use client";

import { createContext, useContext, type ReactNode } from "react";

export type Who = { readonly name: string; readonly role: "admin" | "viewer" };

const WhoContext = createContext<Who>({ name: "", role: "viewer" });

export function WhoProvider({ who, children }: { readonly who: Who; readonly children: ReactNode }) {
  return <WhoContext value={who}>{children}</WhoContext>;
}

/** Who is signed in. The server decides again what they may; this only keeps buttons away that would be refused. */
export const useWho = (): Who => useContext(WhoContext);

/** Whether changes are theirs to make. */
export const useMayChange = (): boolean => useWho().role === "admin";
