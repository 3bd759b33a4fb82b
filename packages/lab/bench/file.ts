import { clusterText } from "./cluster.ts";
import type { Findings } from "./figures.ts";
import { firstAndLater, inNewProcesses } from "./host.ts";

/** Reading and writing an lvs.cf of 1,000 virtual servers with 10 real servers each. */
export async function benchFile(): Promise<Findings> {
  const text = clusterText();
  const runs = await inNewProcesses<{ parse: number[]; render: number[]; effective: number[] }>("host/lvs-cf.ts", {
    "lvs.cf": text,
  });
  return {
    title: `lvs.cf of 1,000 x 10 servers, ${(text.length / 1e6).toFixed(1)} MB (host)`,
    figures: [
      ...firstAndLater("parse", runs, ({ parse }) => parse, "<= 100 ms"),
      ...firstAndLater("render", runs, ({ render }) => render, "<= 50 ms"),
      ...firstAndLater("fill in defaults", runs, ({ effective }) => effective),
    ],
  };
}
