import type { EventArea, EventSeverity } from "@piranha/lvs/status";
import { effectiveConfig, type EffectiveConfig } from "@piranha/lvs/config";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import type { Ownership } from "../../src/daemons/ownership.ts";
import { ownership } from "../../src/daemons/ownership.ts";

/** A clock that a test moves. */
export function testClock(wallStartMs = Date.UTC(2026, 10, 22)) {
  const clock = {
    ms: 0,
    now: () => clock.ms,
    wallNow: () => wallStartMs + clock.ms,
  };
  return clock;
}

/** Collects what daemons say. */
export function listener() {
  const said: string[] = [];
  const say = (area: EventArea, severity: EventSeverity, text: string) => {
    said.push(`${severity} ${area}: ${text}`);
  };
  return { said, say };
}

/** Ownership that is remembered as long as the test. */
export async function testOwnership(
  before: readonly string[] = [],
): Promise<{ ours: Ownership; saved: () => readonly string[] }> {
  let keys = before;
  const ours = await ownership({
    load: async () => keys,
    save: async (next) => {
      keys = next;
    },
  });
  return { ours, saved: () => keys };
}

/** An lvs.cf with one service of `servers` on 10.11.12.1, 2, …; `lines` stand in its virtual block. */
export function webText(servers: number, { serialNo = 1, lines = "", weight = 1 } = {}): string {
  const blocks = Array.from({ length: servers }, (_, i) =>
    [
      `     server number${i + 1} {`,
      `         address = 10.11.12.${i + 1}`,
      "         active = 1",
      `         weight = ${weight}`,
      "     }",
    ].join("\n"),
  );
  return `serial_no = ${serialNo}
primary = 192.168.26.201
network = nat
virtual web {
     active = 1
     address = 192.168.26.10 eth0:1
     scheduler = rr
${lines}${blocks.join("\n")}
}
`;
}

export const effective = (text: string): EffectiveConfig => effectiveConfig(parseLvsCf(text).config);
