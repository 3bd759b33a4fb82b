import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createProbe } from "../../src/adapters/probe.ts";
import { startNannies } from "../../src/daemons/nanny.ts";
import { check, ms, sendExpect } from "../adapters/probe-server.ts";

describe("nannies and a real server", () => {
  it("see it serve, stop, come back, and say something else", async () => {
    let banner = "220 ready\r\n";
    const listen = async (port: number) => {
      const server = createServer((socket) => socket.on("error", () => undefined).end(banner)).listen(
        port,
        "127.0.0.1",
      );
      onTestFinished(() => void server.close());
      await once(server, "listening");
      return server;
    };
    const server = await listen(0);
    const { port } = server.address() as AddressInfo;
    const nannies = startNannies({
      probe: createProbe({ scriptsDirectory: "/nonexistent" }),
      clock: { now: () => performance.now() },
      onChanges: () => undefined,
    });
    onTestFinished(() => nannies.stop());
    const mail = { ...check(sendExpect(undefined, "220 "), { port }), intervalMs: 100, fall: 2 };
    nannies.watch([{ id: "mail", checks: [mail] }]);
    const becomes = (kind: string, reason: string) =>
      vi.waitFor(() => expect(nannies.verdictOf("mail")).toMatchObject({ kind, reason }), { timeout: ms(4000) });

    await becomes("up", "");
    server.close();
    await becomes("down", "connect refused (2 of 2 checks)");
    await listen(port);
    await becomes("up", "");
    banner = "421 too busy\r\n";
    await becomes("down", String.raw`wrong answer: "421 too busy\r\n" (2 of 2 checks)`);
  });
});
