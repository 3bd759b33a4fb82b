import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { webText } from "../daemons/world.ts";
import { agentFolder } from "./agent.ts";

const MOMENTS = 200;

it(`an agent killed at any of ${MOMENTS} random moments of an install leaves the old file or the new one, and starts again`, async () => {
  const agent = await agentFolder();
  try {
    let old = webText(3);
    await agent.write(old);
    let cut = 0;
    for (let moment = 0; moment < MOMENTS; moment++) {
      const running = await agent.start();
      const next = webText(3 + (moment % 40), { serialNo: moment + 2 });
      const install = agent.run(["install", "-", "--socket", agent.socket], next);
      // from before the command has connected until after it is done
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
      await running.end("SIGKILL");
      const { code } = await install;
      const found = await agent.read();
      expect([old, next]).toContain(found);
      if (code === 0) expect(found).toBe(next);
      else cut++;
      const good = await readFile(path.join(agent.stateDir, "last-good.cf"), "utf8");
      expect([old, next]).toContain(good);
      old = found;
    }
    expect(cut).toBeGreaterThan(MOMENTS / 10);
    await agent.start();
  } finally {
    await agent.close();
  }
}, 300_000);
