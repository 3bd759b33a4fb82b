import { expect, it } from "vitest";
import { sharedLab } from "../../src/index.ts";
import { packageFile } from "../../src/package-file.ts";

it("needs no User-Mode Linux where the kernel has IPVS", async () => {
  const { outside } = await sharedLab();
  // To the programs inside it, a lab's kernel is a host whose kernel has IPVS.
  await outside.exec(["ip", "link", "set", "lo", "up"]);
  await outside.exec(["mkdir", "-p", "/dev/shm/tmp"]);
  const said = await outside.exec([process.execPath, "--import", "tsx", packageFile("test/kernel/balance-here.ts")], {
    cwd: packageFile("."),
    env: { TMPDIR: "/dev/shm/tmp", LAB_TIME_SCALE: "3" },
    timeoutMs: 100_000,
  });
  expect(JSON.parse(said)).toEqual({
    kernel: "host",
    byServer: { number1: 3, number2: 3, number3: 3 },
    byError: { timeout: 1 },
    failures: 0,
    forwarded: expect.stringMatching(/^number[123]$/) as string,
  });
});
