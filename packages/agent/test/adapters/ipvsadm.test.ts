import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exec } from "../../src/adapters/exec.ts";
import { ipvsadm, IpvsUnavailableError } from "../../src/adapters/ipvsadm.ts";

describe("ipvsadm", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "piranha-ipvsadm-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A stand-in for the program. */
  async function program(script: string): Promise<string> {
    const file = path.join(folder, "ipvsadm");
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  it("that is not installed is named with the package that brings it", async () => {
    await expect(ipvsadm(exec, path.join(folder, "nothing")).read(false)).rejects.toThrow("apt-get install ipvsadm");
  });

  it("without permission says who may", async () => {
    const denied = await program('echo "Can\'t initialize ipvs: Permission denied (you must be root)" >&2; exit 255');
    const reading = ipvsadm(exec, denied).read(false);
    await expect(reading).rejects.toThrow(IpvsUnavailableError);
    await expect(reading).rejects.toThrow("CAP_NET_ADMIN");
  });

  it("on a kernel without IPVS says what to load", async () => {
    const bare = await program(
      'echo "modprobe: FATAL: Module ip_vs not found in directory /lib/modules/6" >&2; echo "Can\'t initialize ipvs: Protocol not available" >&2; exit 255',
    );
    await expect(ipvsadm(exec, bare).read(false)).rejects.toThrow("modprobe ip_vs");
  });

  it("that refuses one command hands on its words", async () => {
    const refusing = await program('echo "Destination already exists" >&2; exit 255');
    const op = { kind: "deleteService", key: "tcp 192.0.2.1:80" } as never;
    expect(await ipvsadm(exec, refusing).applyOne(op)).toBe("Destination already exists");
  });

  it("that cannot read a line of a batch is not taken for broken: the table tells what is missing", async () => {
    for (const code of [0, 2, 255]) {
      const ending = await program(`cat >/dev/null; exit ${code}`);
      await expect(ipvsadm(exec, ending).applyAll([])).resolves.toBeUndefined();
    }
    const killed = await program("kill -9 $$");
    await expect(ipvsadm(exec, killed).applyAll([])).rejects.toThrow();
  });

  it("tells thresholds only where they are asked for, because -S leaves them out", async () => {
    const told = await program(
      `case "$1" in -S) echo "-A -t 192.0.2.1:80 -s rr"; echo "-a -t 192.0.2.1:80 -r 10.0.0.1:80 -m -w 1";; *) printf 'IP Virtual Server version 1.2.1 (size=4096)\\nProt LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn\\n  -> RemoteAddress:Port\\nTCP  192.0.2.1:80 rr\\n  -> 10.0.0.1:80                  9          3          0          0\\n';; esac`,
    );
    const limits = async (thresholds: boolean) => {
      const { table } = await ipvsadm(exec, told).read(thresholds);
      return [...table.values()].flatMap(({ destinations }) =>
        [...destinations.values()].map(({ upperThreshold, lowerThreshold }) => [upperThreshold, lowerThreshold]),
      );
    };
    expect(await limits(false)).toEqual([[0, 0]]);
    expect(await limits(true)).toEqual([[9, 3]]);
  });
});
