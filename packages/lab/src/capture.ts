import { within } from "./deadline.ts";
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
  const counts = countsOf();
  const argv = ["tcpdump", ...options, ...(filter === "" ? [] : [filter])];
  const process = await place.start(argv, { onLine: counts.hear });
  await process.line("listening on");
  return {
    path,
    stop: async () => {
      // A signal makes tcpdump leave what it has not read yet, so it is asked first whether it has read everything.
      while (process.running()) {
        const answer = counts.next();
        await process.signal("SIGUSR1");
        const { captured, received, dropped } = await within(10_000, `${link}: tcpdump's counts`, answer);
        if (captured + dropped >= received) break;
      }
      await process.stop({ signal: "SIGINT" });
      return path;
    },
  };
}
let captures = 0;

type Counts = { readonly captured: number; readonly received: number; readonly dropped: number };

/** tcpdump(8) answers SIGUSR1 with a line of counts. */
function countsOf() {
  let heard: ((counts: Counts) => void) | undefined;
  return {
    hear: (line: string) => {
      const counts = COUNTS.exec(line)?.slice(1).map(Number);
      if (!counts) return;
      const [captured = 0, received = 0, dropped = 0] = counts;
      heard?.({ captured, received, dropped });
    },
    next: () => new Promise<Counts>((resolve) => (heard = resolve)),
  };
}
const COUNTS = /(\d+) packets? captured, (\d+) packets? received by filter, (\d+) packets? dropped/;
