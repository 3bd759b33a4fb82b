import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { controlClient } from "../../src/control/client.ts";
import { webText } from "../daemons/world.ts";
import { agentFolder } from "./agent.ts";

const MOMENTS = 200;

it(`an agent killed at any of ${MOMENTS} random moments of an install leaves the old file or the new one, and starts again`, async () => {
  const agent = await agentFolder();
  const client = controlClient(agent.socket);
  try {
    let old = webText(3);
    await agent.write(old);
    const first = await agent.start();
    const startedMs = performance.now();
    await client.install.mutate({ text: (old = webText(4, { serialNo: 2 })) });
    // moments spread over twice the time an install takes on this machine, so some find it done
    const latestMs = 2 * (performance.now() - startedMs);
    await first.end("SIGTERM");
    let cut = 0;
    for (let moment = 0; moment < MOMENTS; moment++) {
      const running = await agent.start();
      const next = webText(3 + (moment % 40), { serialNo: moment + 3 });
      const install = client.install.mutate({ text: next }).then(
        ({ kind }) => kind,
        () => "cut off",
      );
      await new Promise((resolve) => setTimeout(resolve, Math.random() * latestMs));
      await running.end("SIGKILL");
      const answer = await install;
      const found = await agent.read();
      expect([old, next]).toContain(found);
      if (answer === "installed") expect(found).toBe(next);
      else cut++;
      const good = await readFile(path.join(agent.stateDir, "last-good.cf"), "utf8");
      expect([old, next]).toContain(good);
      old = found;
    }
    expect(cut).toBeGreaterThan(MOMENTS / 10);
    expect(cut).toBeLessThan(MOMENTS);
    await agent.start();
  } finally {
    await agent.close();
  }
}, 900_000);
