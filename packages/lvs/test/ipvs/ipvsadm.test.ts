import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipvsadmArgs, ipvsadmLine, parseIpvsadmSave, planIpvs, type IpvsOp } from "../../src/ipvs/index.ts";
import { tables } from "./arbitrary.ts";
import { at, destination, service, SETTINGS, WEB } from "./table.ts";

const MARK6 = service("fwmark6 100");
const SCTP6 = service("sctp [2001:db8::1]:5060");
const edit = (changes: Parameters<typeof destination>[1]): IpvsOp => ({
  kind: "editDestination",
  key: WEB,
  at: at("10.0.0.1:80"),
  destination: destination("10.0.0.1", changes),
});

describe("ipvsadmLine", () => {
  it.each<readonly [string, IpvsOp]>([
    ["-A -t 192.0.2.10:80 -s wlc", { kind: "addService", key: WEB, service: SETTINGS }],
    ["-E -f 100 -6 -s wlc -o", { kind: "editService", key: MARK6, service: { ...SETTINGS, onePacket: true } }],
    ["-D -f 100", { kind: "deleteService", key: service("fwmark 100") }],
    ["-D --sctp-service [2001:db8::1]:5060", { kind: "deleteService", key: SCTP6 }],
    [
      "-d -u 192.0.2.10:53 -r [::1]:0",
      { kind: "deleteDestination", key: service("udp 192.0.2.10:53"), at: at("[::1]:0") },
    ],
    [
      "-A -t 192.0.2.10:80 -s mh -p 300 -b mh-fallback,mh-port",
      {
        kind: "addService",
        key: WEB,
        service: { ...SETTINGS, scheduler: "mh", persistentSeconds: 300, schedulerFlags: ["mh-fallback", "mh-port"] },
      },
    ],
    [
      "-a -t 192.0.2.10:80 -r 10.0.0.1:80 -m -w 1",
      { kind: "addDestination", key: WEB, at: at("10.0.0.1:80"), destination: destination("10.0.0.1") },
    ],
    ["-e -t 192.0.2.10:80 -r 10.0.0.1:80 -g -w 0", edit({ forwarding: "direct", weight: 0 })],
    ["-e -t 192.0.2.10:80 -r 10.0.0.1:80 -m -w 1 -x 10 -y 5", edit({ upperThreshold: 10, lowerThreshold: 5 })],
    [
      "-e -t 192.0.2.10:80 -r 10.0.0.1:80 -i -w 1 --tun-type ipip",
      edit({ forwarding: "tunnel", tunnel: { type: "ipip" } }),
    ],
    [
      "-e -t 192.0.2.10:80 -r 10.0.0.1:80 -i -w 1 --tun-type gre --tun-csum",
      edit({ forwarding: "tunnel", tunnel: { type: "gre", checksum: "on" } }),
    ],
    [
      "-e -t 192.0.2.10:80 -r 10.0.0.1:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum",
      edit({ forwarding: "tunnel", tunnel: { type: "gue", port: 6080, checksum: "remote" } }),
    ],
  ])("writes %s", (line, op) => {
    expect(ipvsadmLine(op)).toBe(line);
    expect(ipvsadmArgs(op)).toEqual(line.split(" "));
  });

  it("says everything a table holds: its own lines read back as the table", () => {
    fc.assert(
      fc.property(tables, (one) => {
        const lines = planIpvs(one, new Map()).map(ipvsadmLine);
        expect(parseIpvsadmSave(lines.join("\n"))).toEqual({ table: one, unread: [] });
      }),
    );
  });

  it("repeats every setting in an edit, because ipvsadm resets what an edit leaves out", () => {
    fc.assert(
      fc.property(tables, tables, (desired, actual) => {
        for (const op of planIpvs(desired, actual)) {
          if (op.kind === "editService")
            expect(ipvsadmLine(op)).toBe(ipvsadmLine({ ...op, kind: "addService" }).replace("-A", "-E"));
          if (op.kind === "editDestination")
            expect(ipvsadmLine(op)).toBe(ipvsadmLine({ ...op, kind: "addDestination" }).replace("-a", "-e"));
        }
      }),
    );
  });
});
