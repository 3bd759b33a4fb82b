"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { refusalWords } from "~/trpc/refusal";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { SkeletonLines } from "../ui/skeleton";

type Props<Data> = {
  readonly query: UseQueryResult<Data, unknown>;
  readonly children: (data: Data) => ReactNode;
};

/** Loading, failed and there are three screens; once it was there it stays, with a word when it cannot be renewed. */
export function LoadPart<Data>({ query, children }: Props<Data>) {
  const { data, error, isFetching, refetch } = query;
  if (data === undefined && !error) return <SkeletonLines lines={8} />;
  return (
    <>
      {error !== null && (
        <Banner
          tone="alarm"
          className="mb-4"
          title={data === undefined ? "This could not be loaded" : "This could not be loaded again, so it may be old"}
          actions={
            <Button size="small" busy={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {refusalWords(error)}
        </Banner>
      )}
      {data !== undefined && children(data)}
    </>
  );
}
