import type { Place } from "./place.ts";

/** A running tcpdump. */
export type Capture = {
  /** The pcap file, on the host. */
  readonly path: string;
  /** Ends it and resolves with its path, the file complete. */
  readonly stop: () => Promise<string>;
};

/** Starts tcpdump on a link and waits until it listens. */
export async function capture(place: Place, directory: string, link: string, filter = ""): Promise<Capture> {
  const path = `${directory}/${link}-${++captures}.pcap`;
  // Without --immediate-mode the packets of the last second are lost when it is stopped.
  const options = ["-n", "-U", "--immediate-mode", "-Z", "root", "-i", link, "-w", path];
  const process = await place.start(["tcpdump", ...options, ...(filter === "" ? [] : [filter])]);
  await process.line("listening on");
  return {
    path,
    stop: async () => {
      await process.stop({ signal: "SIGINT" });
      return path;
    },
  };
}
let captures = 0;
