import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIpvsadmSave, parseThresholds, withThresholds } from "../../src/ipvs/index.ts";
import { tables } from "./arbitrary.ts";
import { saveText, thresholdsText } from "./kernel-text.ts";
import { address, destination, SETTINGS, table, WEB } from "./table.ts";

/** What a Linux 6.1 kernel and ipvsadm 1.31 printed in the lab. */
const REAL = `-A -f -294967296 -s lblcr -p 400 -M 255.255.255.0 -o -b flag-2
-a -f -294967296 -r 200.200.200.200:0 -g -w 2147483647
-A -t 192.0.2.10:80 -s wlc
-a -t 192.0.2.10:80 -r 10.0.0.1:80 -m -w 1
-a -t 192.0.2.10:80 -r 10.0.0.4:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum
-a -t 192.0.2.10:80 -r 10.0.0.8:80 -i -w 1 --tun-type gre --tun-csum
-a -t 192.0.2.10:80 -r [2001:db8::9]:80 -i -w 1 --tun-type ipip
-A -t 192.0.2.12:80 -s rr -p 10 -M 255.0.255.0
-A -u 192.0.2.14:5060 -s rr -p 60 --pe sip
-A -u 192.0.2.10:53 -s sh -o -b sh-fallback,sh-port
-A --sctp-service [2001:db8::1]:80 -s mh -p 300 -M 64 -b mh-fallback,mh-port
-a --sctp-service [2001:db8::1]:80 -r [2001:db8::2]:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum
-A -f 101 -6 -s rr -p 100 -M 48
`;

describe("parseIpvsadmSave", () => {
  it("reads what a real kernel printed", () => {
    const { table: real, unread } = parseIpvsadmSave(REAL);
    expect(unread).toEqual([]);
    expect([...real.keys()]).toEqual([
      ...["fwmark 4000000000", "tcp 192.0.2.10:80", "tcp 192.0.2.12:80", "udp 192.0.2.14:5060", "udp 192.0.2.10:53"],
      ...["sctp [2001:db8::1]:80", "fwmark6 101"],
    ]);
    expect(saveText(real)).toBe(REAL);
  });

  it("reads back every table the kernel may print", () => {
    fc.assert(
      fc.property(tables, (one) => {
        const { table: read, unread } = parseIpvsadmSave(saveText(one));
        expect(unread).toEqual([]);
        expect(withThresholds(read, parseThresholds(thresholdsText(one)))).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it("fills in ipvsadm's own defaults in a file written by hand", () => {
    const text =
      "-A -t 192.0.2.10:80 -p\r\n\n-a  -t 192.0.2.10:80 -r 10.0.0.1:80\n-a -t 192.0.2.10:80 -r 10.0.0.2:80 -i\n";
    const one = destination("10.0.0.1", { forwarding: "direct" });
    const two = destination("10.0.0.2", { forwarding: "tunnel", tunnel: { type: "ipip" } });
    expect(parseIpvsadmSave(text)).toEqual({
      table: table({ [WEB]: [one, two] }, { persistentSeconds: 300 }),
      unread: [],
    });
  });

  it("takes a mask of the whole address, and one without persistence, for none", () => {
    const masks = (text: string) => [...parseIpvsadmSave(text).table.values()].map((one) => one.persistenceMask);
    expect(
      masks(
        "-A -t 192.0.2.10:80 -s rr -p 9 -M 255.255.255.255\n-A -f 1 -6 -s rr -p 9 -M 128\n-A -f 2 -s rr -M 255.0.0.0",
      ),
    ).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ["-A -t 192.0.2.10:80 -s rr --new-option", "--new-option is not known here"],
    ["-A -t 192.0.2.10:80 -s", "-s has no value"],
    ["-A -t 192.0.2.10:80 -s rr -s rr", "-s is there twice"],
    ["-A -t 192.0.2.10:80 -s rr -b flag-9", "flag-9 is not a scheduler flag"],
    ["-A -t 192.0.2.10:80 -s rr -p soon", "-p soon is not a number"],
    ["-A -t 192.0.2.10:80 -s rr -p 10 -M wide", "wide is not a mask"],
    ["-A -t 192.0.2.10:80 -s -rr", "-s -rr is not a name"],
    ["-A -t www.example.com:80 -s rr", "www.example.com:80 is not an address and a port"],
    ["-A -f 0 -s rr", "the service is not named by a protocol or a mark"],
    ["-A -s rr", "the service is not named by a protocol or a mark"],
    ["-C", "not an -A or -a command"],
    ["ipvsadm: Memory allocation problem", "not an -A or -a command"],
    ["-a -t 192.0.2.11:80 -r 10.0.0.1:80 -m -w 1", "its service is not among the lines above"],
    ["-a -t 192.0.2.10:80 -m -w 1", "-r is not an address and a port"],
    ["-a -t 192.0.2.10:80 -r 10.0.0.1:80 -m -g -w 1", "more than one forwarding method"],
    ["-a -t 192.0.2.10:80 -r 10.0.0.1:80 -l -w 1", "-l is not known here"],
    ["-a -t 192.0.2.10:80 -r 10.0.0.1:80 -m -w Z!", "-w Z! is not a number"],
    ["-a -t 192.0.2.10:80 -r 10.0.0.1:80 -m -w 2147483648", "-w 2147483648 is not a number"],
    ["-a -t 192.0.2.10:80 -r 10.0.0.1:80 -i -w 1 --tun-type vxlan", "vxlan is not a tunnel type known here"],
    ["-a -t 192.0.2.10:80 -r 10.0.0.1:80 -i -w 1 --tun-type gue", "--tun-port  is not a number"],
  ])("reports %j and keeps the rest", (line, problem) => {
    const before = "-A -t 192.0.2.10:80 -s wlc\n-a -t 192.0.2.10:80 -r 10.0.0.9:80 -m -w 1\n".replace(
      line.startsWith("-A -t 192.0.2.10:80") ? /192\.0\.2\.10/g : "",
      line.startsWith("-A -t 192.0.2.10:80") ? "192.0.2.99" : "",
    );
    const { table: read, unread } = parseIpvsadmSave(`${before}${line}\n`);
    expect(unread).toEqual([{ line: 3, text: line, problem }]);
    expect([...read.values()]).toEqual([
      { ...SETTINGS, destinations: new Map([["10.0.0.9:80", destination("10.0.0.9")]]) },
    ]);
  });

  it("reports what is there twice", () => {
    const twice = ["-A -t 192.0.2.10:80 -s wlc", "-a -t 192.0.2.10:80 -r 10.0.0.1:80 -m -w 1"].flatMap((line) => [
      line,
      line,
    ]);
    expect(parseIpvsadmSave(twice.join("\n")).unread.map(({ line, problem }) => [line, problem])).toEqual([
      [2, "the service is there twice"],
      [4, "the destination is there twice"],
    ]);
  });

  it("reads an IPv6 address in any spelling", () => {
    const { table: read } = parseIpvsadmSave(
      "-A -t [2001:DB8:0:0::1]:80 -s wlc\n-a -t [2001:db8::1]:80 -r [::0:1]:80 -m -w 1",
    );
    const one = { ...destination("10.0.0.1"), address: address("::1") };
    expect(read).toEqual(table({ "tcp [2001:db8::1]:80": [one] }));
  });

  it("survives any text", () => {
    const words = fc.constantFrom(
      "-A",
      "-a",
      "-t",
      "-f",
      "1",
      "192.0.2.10:80",
      "-r",
      "-s",
      "rr",
      "-b",
      "constructor",
      "\n",
      "[::]:1",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join(" ")),
        ),
        (text) => {
          const { table: read, unread } = parseIpvsadmSave(text);
          expect(read.size + unread.length).toBeGreaterThanOrEqual(text.trim() === "" ? 0 : 1);
        },
      ),
      { numRuns: 500 },
    );
  });
});
