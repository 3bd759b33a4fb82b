import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseConnections,
  parseProcIpvs,
  parseRates,
  parseStats,
  parseThresholds,
  type IpvsTable,
} from "../../src/ipvs/index.ts";
import { tables } from "./arbitrary.ts";
import { connectionsText, procText, thresholdsText } from "./kernel-text.ts";
import { address, destination, service as keyOf, table } from "./table.ts";

const SIX = { address: address("2001:db8::1") };

const STATS = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
  -> RemoteAddress:Port
TCP  20.20.20.1:2020                   401  8939187  8953980  830843K    1135M
  -> 17.17.17.1:5001                   134  3026088  3031335     281G      3T
TCP  [2001:db8:1111:2222:3333:4444:5555:6666]:65535        0        0        0        0        0
  -> [2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:65535        0        0        0        0 18446744073709551615
FWM  7 IPv6                              1        2        3        4        5
`;

/** What a destination's figures should be by the table the text was made from. */
const connectionsOf = (one: IpvsTable) =>
  new Map(
    [...one].map(([key, { destinations }]) => [
      key,
      {
        destinations: new Map(
          [...destinations].map(([at, { forwarding, weight }]) => [
            at,
            { forwarding, weight, activeConnections: 1, inactiveConnections: 2 },
          ]),
        ),
      },
    ]),
  );

describe("parseConnections", () => {
  it("reads the counts of every table the kernel may print", () => {
    fc.assert(
      fc.property(tables, (one) => {
        expect(parseConnections(connectionsText(one))).toEqual({ services: connectionsOf(one), unread: [] });
      }),
    );
  });

  it("does not give destinations to the service above one it could not read", () => {
    const text = connectionsText(table({ "tcp 192.0.2.10:80": [], "tcp 192.0.2.11:80": [destination("10.0.0.1")] }));
    const { services, unread } = parseConnections(text.replace("TCP  192.0.2.11:80", "TCP  www.example.com:80"));
    expect(services).toEqual(new Map([["tcp 192.0.2.10:80", { destinations: new Map() }]]));
    expect(unread.map(({ line, problem }) => [line, problem])).toEqual([
      [5, "www.example.com:80 is not an address and a port"],
      [6, "its service could not be read"],
    ]);
  });

  it.each([parseStats, parseRates, parseThresholds])("never takes another listing for its own: %o", (parse) => {
    const text = connectionsText(table({ "tcp 192.0.2.10:80": [destination("10.0.0.1")] }));
    expect(parse(text)).toMatchObject({ services: new Map(), unread: [{ line: 4 }, { line: 5 }] });
    expect(parseConnections(STATS).services.size).toBe(0);
  });
});

describe("parseStats", () => {
  it("reads rounded and exact figures", () => {
    const { services, unread } = parseStats(STATS);
    expect(unread).toEqual([]);
    expect(
      [...services].map(([key, { destinations, ...totals }]) => [key, Object.values(totals), destinations.size]),
    ).toEqual([
      ["tcp 20.20.20.1:2020", [401, 8_939_187, 8_953_980, 830_843_000, 1_135_000_000], 1],
      ["tcp [2001:db8:1111:2222:3333:4444:5555:6666]:65535", [0, 0, 0, 0, 0], 1],
      ["fwmark6 7", [1, 2, 3, 4, 5], 0],
    ]);
    const rows = [...services.values()].flatMap(({ destinations }) => [...destinations.values()]);
    expect(rows.map(({ inBytes, outBytes }) => [inBytes, outBytes])).toEqual([
      [281e9, 3e12],
      [0, 2 ** 64],
    ]);
  });

  it.each(["1.5K", "-1", "12Q", "0x10", "Z!", ""])("refuses the figure %j", (figure) => {
    const { services, unread } = parseStats(STATS.replace("8939187", figure));
    expect(services.size).toBe(2);
    expect(unread.map(({ line }) => line)).toEqual([4, 5]);
  });
});

describe("parseRates", () => {
  it("reads figures a second", () => {
    const text = STATS.replace("Conns   InPkts  OutPkts  InBytes OutBytes", "CPS    InPPS   OutPPS    InBPS   OutBPS");
    expect(parseRates(text).services.get(keyOf("fwmark6 7"))).toEqual({
      connectionsPerSecond: 1,
      inPacketsPerSecond: 2,
      outPacketsPerSecond: 3,
      inBytesPerSecond: 4,
      outBytesPerSecond: 5,
      destinations: new Map(),
    });
    expect(parseStats(text).services.size).toBe(0);
  });
});

describe("parseThresholds", () => {
  it("reads limits and what counts against them", () => {
    const one = table({
      "tcp 192.0.2.10:80": [destination("10.0.0.1", { upperThreshold: 10_000, lowerThreshold: 7 })],
    });
    const [row] = [...parseThresholds(thresholdsText(one)).services.values()].flatMap((s) => [
      ...s.destinations.values(),
    ]);
    expect(row).toEqual({ upperThreshold: 10_000, lowerThreshold: 7, activeConnections: 1, inactiveConnections: 0 });
  });
});

describe("parseProcIpvs", () => {
  it("reads the counts of every table, given which marks are IPv6", () => {
    fc.assert(
      fc.property(tables, (one) => {
        const { services, unread } = parseProcIpvs(procText(one), one);
        expect(unread).toEqual([]);
        expect(new Map([...services].sort())).toEqual(new Map([...connectionsOf(one)].sort()));
      }),
      { numRuns: 300 },
    );
  });

  it("tells the family of a mark by a destination that is not a tunnel", () => {
    const one = table({ "fwmark 1": [destination("10.0.0.1")], "fwmark6 1": [{ ...destination("10.0.0.1"), ...SIX }] });
    expect(parseProcIpvs(procText(one))).toEqual({ services: connectionsOf(one), unread: [] });
  });

  it("reports a mark that may be either instead of guessing", () => {
    const one = table({ "fwmark 1": [destination("10.0.0.1", { forwarding: "tunnel", tunnel: { type: "ipip" } })] });
    expect(parseProcIpvs(procText(one))).toEqual({
      services: new Map(),
      unread: [{ line: 4, text: "FWM  00000001 wlc", problem: "cannot tell which service this is" }],
    });
  });

  it("does not give a new service of a mark the key of the one that was known", () => {
    const tunnel = { forwarding: "tunnel", tunnel: { type: "ipip" } } as const;
    const known = table({ "fwmark6 1": [destination("10.0.0.1", tunnel)] });
    const now = table({
      "fwmark 1": [destination("10.0.0.2", tunnel)],
      "fwmark6 1": [destination("10.0.0.1", tunnel)],
    });
    const { services, unread } = parseProcIpvs(procText(now), known);
    expect([...services.keys()]).toEqual(["fwmark6 1"]);
    expect(unread.map(({ line }) => line)).toEqual([4]);
  });

  it("reads what a real kernel printed", () => {
    const text = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
TCP  [2001:0db8:0000:0000:0000:0000:0000:0001]:0050 wrr persistent 30000 40000000
  -> [0000:0000:0000:0000:0000:0000:0000:0001]:0050      Masq    1      0          0         
  -> 0A000001:0050      Tunnel  1      0          0         
SCTP  C000020A:0035 mh  
FWM  FFFFFFFF rr ops 
  -> 0A000001:0000      Masq    2147483647 0          0         
`;
    const { services, unread } = parseProcIpvs(text);
    expect(unread).toEqual([]);
    expect([...services].map(([key, { destinations }]) => [key, [...destinations.keys()]])).toEqual([
      ["tcp [2001:db8::1]:80", ["[::1]:80", "10.0.0.1:80"]],
      ["sctp 192.0.2.10:53", []],
      ["fwmark 4294967295", ["10.0.0.1:0"]],
    ]);
  });
});

describe("every listing parser", () => {
  it.each([parseConnections, parseStats, parseRates, parseThresholds, parseProcIpvs])(
    "survives any text: %o",
    (parse) => {
      const words = fc.constantFrom(
        ..."TCP FWM -> 1 IPv6 10.0.0.1:80 0A000001:0050 [::1]:1 Masq constructor __proto__ \n".split(" "),
      );
      const body = fc.array(words, { maxLength: 40 }).map((list) => list.join(" "));
      fc.assert(
        fc.property(
          body,
          fc.constantFrom(connectionsText(new Map()), thresholdsText(new Map()), STATS, ""),
          (rest, head) => {
            parse(`${head}\n${rest}`);
          },
        ),
      );
    },
  );
});
