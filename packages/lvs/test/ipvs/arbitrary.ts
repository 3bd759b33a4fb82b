import * as fc from "fast-check";
import {
  destinationKey,
  kernelWordSchema,
  parseEndpoint,
  persistenceMaskSchema,
  reportedDestination,
  reportedSettings,
  serviceKeySchema,
  type Destination,
  type IpvsTable,
  type Service,
  type ServiceKey,
  type ServiceSettings,
  type Tunnel,
} from "../../src/ipvs/index.ts";
import { SCHEDULER_FLAGS, SCHEDULERS, type IpAddress } from "../../src/config/index.ts";

/**
 * Tables as the kernel may hold them, with few enough names that two of them have much in common. Addresses are unicast in
 * any kernel without routes of its own, so the same tables can be tried in the lab.
 */
export const tables: fc.Arbitrary<IpvsTable> = fc
  .uniqueArray(fc.constantFrom(...keys()), { maxLength: 6 })
  .chain((chosen) =>
    fc
      .tuple(...chosen.map((key) => service(key).map((value) => [key, value] as const)))
      .map((entries) => new Map(entries)),
  );

function keys(): ServiceKey[] {
  return [
    ...["tcp 192.0.2.10:80", "tcp 192.0.2.10:0", "tcp 192.0.2.11:443", "udp 192.0.2.10:53", "sctp 192.0.2.10:80"],
    ...["tcp [2001:db8::1]:80", "udp [2001:db8::1]:0", "sctp [2001:db8:1111:2222:3333:4444:5555:6666]:65535"],
    ...["fwmark 1", "fwmark6 1", "fwmark 4294967295", "fwmark6 2147483648"],
  ].map((text) => serviceKeySchema.parse(text));
}

function service(key: ServiceKey): fc.Arbitrary<Service> {
  return fc
    .tuple(settings(key), fc.array(destination(key), { maxLength: 6 }))
    .map(([values, list]) => ({ ...values, destinations: new Map(list.map((one) => [destinationKey(one), one])) }));
}

const sixOf = (key: ServiceKey) => key.startsWith("fwmark6") || key.includes("[");

function settings(key: ServiceKey): fc.Arbitrary<ServiceSettings> {
  const masks = sixOf(key) ? ["1", "48", "127"] : ["255.255.255.0", "255.0.255.0", "0.0.0.0", "255.255.255.254"];
  return fc
    .record({
      scheduler: fc.constantFrom(...SCHEDULERS),
      schedulerFlags: fc.subarray([...SCHEDULER_FLAGS]),
      onePacket: /^(udp|fwmark)/.test(key) ? fc.boolean() : fc.constant(false),
      persistentSeconds: fc.constantFrom(...(key.endsWith(":0") ? [] : [0]), 1, 300, 2_678_400),
      persistenceMask: fc.option(fc.constantFrom(...masks.map((text) => persistenceMaskSchema.parse(text))), {
        nil: undefined,
      }),
      persistenceEngine: fc.option(fc.constant(kernelWordSchema.parse("sip")), { nil: undefined, freq: 10 }),
    })
    .map(reportedSettings);
}

/** So that Node's `isDeepStrictEqual`, which the lab compares with, sees nothing unusual. */
const PLAIN_OBJECTS = { noNullPrototype: true } as const;

const FOUR = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "200.200.200.200"];
const SIX = ["2001:db8::1:1", "2001:db8::1:2", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff"];

function destination(key: ServiceKey): fc.Arbitrary<Destination> {
  const address = (texts: readonly string[]) =>
    fc.constantFrom(
      ...texts.map((text) => parseEndpoint(`${text.includes(":") ? `[${text}]` : text}:1`)?.address as IpAddress),
    );
  const count = (...values: number[]) => fc.constantFrom(...values);
  const own = sixOf(key) ? SIX : FOUR;
  return fc
    .constantFrom("nat", "direct", "tunnel")
    .chain((forwarding) =>
      fc.record({
        forwarding: fc.constant(forwarding),
        tunnel: forwarding === "tunnel" ? tunnel : fc.constant(undefined),
        address: address(forwarding === "tunnel" ? [...FOUR, ...SIX] : own),
        port: count(0, 80, 8080, 65_535),
        weight: count(0, 0, 1, 2, 100, 2_147_483_647),
        upperThreshold: count(0, 0, 0, 10, 2_147_483_647),
        lowerThreshold: count(0, 0, 5, 2_147_483_647),
      }),
    )
    .map((one) => ({ ...one, lowerThreshold: Math.min(one.lowerThreshold, one.upperThreshold) }))
    .map((one) => reportedDestination(key, one));
}

const tunnel: fc.Arbitrary<Tunnel> = fc.oneof(
  fc.constant({ type: "ipip" } as const),
  fc.record({ type: fc.constant("gre"), checksum: fc.constantFrom("off", "on") }, PLAIN_OBJECTS),
  fc.record(
    {
      type: fc.constant("gue"),
      port: fc.constantFrom(1, 6080, 65_535),
      checksum: fc.constantFrom("off", "on", "remote"),
    },
    PLAIN_OBJECTS,
  ),
);
