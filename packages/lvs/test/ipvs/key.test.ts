import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipAddressSchema } from "../../src/config/index.ts";
import {
  destinationKeySchema,
  parseEndpoint,
  parseServiceKey,
  serviceKey,
  serviceKeySchema,
} from "../../src/ipvs/index.ts";
import { address } from "./table.ts";

describe("serviceKey", () => {
  it.each([
    ["tcp 192.0.2.10:80", { kind: "address", protocol: "tcp", address: address("192.0.2.10"), port: 80 }],
    ["udp [2001:db8::1]:0", { kind: "address", protocol: "udp", address: address("2001:db8::1"), port: 0 }],
    [
      "sctp [::ffff:192.0.2.1]:5060",
      { kind: "address", protocol: "sctp", address: address("::ffff:192.0.2.1"), port: 5060 },
    ],
    ["fwmark 100", { kind: "fwmark", mark: 100, family: 4 }],
    ["fwmark6 4294967295", { kind: "fwmark", mark: 4_294_967_295, family: 6 }],
  ] as const)("spells %s and reads it back", (text, identity) => {
    expect(serviceKey(identity)).toBe(text);
    expect(parseServiceKey(text)).toEqual(identity);
    expect(serviceKeySchema.parse(text)).toBe(text);
  });
});

describe("serviceKeySchema", () => {
  it.each([
    ...["", "tcp", "tcp 192.0.2.10", "tcp 192.0.2.10:", "tcp :80", "tcp 192.0.2.10:65536", "tcp 192.0.2.10:80 -C"],
    ...["TCP 192.0.2.10:80", "icmp 192.0.2.10:80", "tcp www:80", "tcp 192.0.2.10:http", "tcp 192.0.2.010:80"],
    ...[
      "tcp [192.0.2.10]:80",
      "tcp 2001:db8::1:80",
      "tcp [2001:DB8::1]:80",
      "tcp [2001:db8:0::1]:80",
      "tcp [2001:db8::1]80",
    ],
    ...["fwmark 0", "fwmark -1", "fwmark 4294967296", "fwmark 1e3", "fwmark 01", "fwmark6", "tcp 192.0.2.10:080"],
    ...["tcp 192.0.2.10:80\n-C", "tcp -C:80", "tcp [fe80::1%eth0]:80"],
  ])("refuses %j", (text) => {
    expect(serviceKeySchema.safeParse(text).success).toBe(false);
  });
});

describe("parseEndpoint", () => {
  it("reads exactly the addresses that the configuration reads, and spells them alike", () => {
    const word = fc.constantFrom("0", "0", "0", "1", "db8", "ffff", "00", "0a", "ABCD", "12345", "");
    const texts = fc.oneof(
      fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(":")),
      fc.ipV6(),
      fc.ipV4Extended(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const canonical = ipAddressSchema.safeParse(text).data;
        for (const spelling of [text, canonical ?? text]) {
          const bracketed = spelling.includes(":") ? `[${spelling}]:80` : `${spelling}:80`;
          expect(parseEndpoint(bracketed)).toEqual(canonical && { address: canonical, port: 80 });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("is not slowed down by long nonsense", () => {
    const started = performance.now();
    for (const text of ["1".repeat(50_000), "1:".repeat(50_000), "1::".repeat(50_000), "0:".repeat(50_000)])
      expect(parseEndpoint(`[${text}]:80`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("destinationKeySchema", () => {
  it.each(["10.0.0.1:80", "10.0.0.1:0", "[2001:db8::1]:65535"])("takes %s", (text) => {
    expect(destinationKeySchema.parse(text)).toBe(text);
  });

  it.each(["10.0.0.1", "10.0.0.1:", "-C:80", "[2001:db8:0:0::1]:80", "10.0.0.1:80 "])("refuses %j", (text) => {
    expect(destinationKeySchema.safeParse(text).success).toBe(false);
  });
});
