"use client";

import { useLive } from "~/live/use-live";
import { Age } from "../ui/age";
import { Hash } from "./hash";

/** What a router runs now, as it says itself. */
export function WhatRuns({ router }: { readonly router: string }) {
  const known = useLive(({ routers }) => routers.find(({ name }) => name === router));
  if (!known?.facts) return <>What it runs is not known.</>;
  const { serialNo, sha256 } = known.facts.config;
  const what =
    sha256 === "" ? (
      "nothing"
    ) : (
      <>
        serial {serialNo} <Hash sha256={sha256} />
      </>
    );
  if (known.link.kind === "live") return <>It runs {what}.</>;
  return (
    <>
      It ran {what} when it was heard last
      {known.link.heardAtMs !== null && (
        <>
          , <Age atMs={known.link.heardAtMs} /> ago
        </>
      )}
      .
    </>
  );
}
