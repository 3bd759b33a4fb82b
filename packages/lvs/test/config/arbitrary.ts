import fc from "fast-check";
import type * as z from "zod";
import {
  checkSchema,
  CHECK_KINDS,
  failoverServiceSchema,
  FORWARDINGS,
  globalSettingsSchema,
  lvsConfigSchema,
  PROTOCOLS,
  quoteFor,
  realServerSchema,
  SCHEDULER_FLAGS,
  SCHEDULERS,
  TUNNEL_TYPES,
  virtualServerSchema,
  type LvsConfig,
} from "../../src/config/index.ts";

/*
 * Values of every schema of the configuration, the odd ones included: names with brackets and blanks, texts with quotes of
 * both kinds, UTF-8, IPv6, short and long decimals. What comes out has passed its schema.
 */

const octet = fc.nat(255);
export const ipv4 = fc.tuple(octet, octet, octet, octet).map((bytes) => bytes.join("."));
export const ipv6 = fc.oneof(
  fc.ipV6(),
  fc
    .array(fc.nat(0xffff), { minLength: 8, maxLength: 8 })
    .map((words) => words.map((word) => word.toString(16)).join(":")),
  fc.constantFrom("::", "::1", "2001:db8::10", "::ffff:192.0.2.1", "2001:DB8:0:0:1:0:0:1"),
);
export const address = fc.oneof({ weight: 3, arbitrary: ipv4 }, ipv6);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,8}[a-z0-9])?$/);
const hostName = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), fc.array(label, { maxLength: 2 }))
  .map(([first, rest]) => [first, ...rest].join("."));
export const host = fc.oneof({ weight: 3, arbitrary: address }, hostName);
export const device = fc.stringMatching(/^[a-z][a-z0-9.]{0,6}(:[a-z0-9]{1,5})?$/);
const netmask = fc.oneof(
  fc.integer({ min: 0, max: 32 }).map((length) => {
    const bits = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
    return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
  }),
  fc.integer({ min: 1, max: 128 }).map(String),
);
const port = fc.integer({ min: 1, max: 65_535 });
const bool = fc.boolean();

export const blockName = fc
  .oneof(
    { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9_[\].:-]{1,12}$/) },
    fc.stringMatching(/^[A-Za-z[=] {0,2}[A-Za-z0-9 =]{0,6}[\]A-Za-z]$/),
    fc.constantFrom(
      "[server_name]",
      "[unnamed]",
      "żółć",
      "web 1",
      "服务 器",
      "a = b",
      "=",
      "server",
      "virtual",
      "check",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
  )
  .filter((name) => realServerSchema.shape.name.safeParse(name).success);

export const word = fc
  .oneof(
    fc.stringMatching(/^[!$-&(-z|~]{1,12}$/),
    fc.constantFrom("/sbin/ipvsadm", "NONE", "}", "{", "a}", "=", "ż", "[", "uptime", "rup"),
  )
  .filter((text) => globalSettingsSchema.shape.debugLevel.safeParse(text).success);

/** Texts between quotes, made of what can go wrong between quotes. */
export const quotedText = fc
  .oneof(
    fc.constantFrom(
      "GET / HTTP/1.0\\r\\n\\r\\n",
      "HTTP",
      "",
      "*",
      " ",
      "}",
      "{",
      "# no comment",
      'a "b" c',
      "it's so",
      '"',
      "'",
    ),
    fc
      .array(fc.constantFrom('"', "'", "\\", " ", "\t", "#", "{", "}", "=", "a", "b", "ż", "\\n", "[", "%h"), {
        maxLength: 8,
      })
      .map((parts) => parts.join("")),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  )
  .filter((text) => virtualServerSchema.shape.send.safeParse(text).success && quoteFor(text) !== undefined);

/** Seconds with up to three decimals. */
const seconds = (least: number, most: number) =>
  fc.oneof(
    fc.integer({ min: Math.ceil(least), max: most }),
    fc.integer({ min: Math.ceil(least * 1000), max: Math.min(most, 100) * 1000 }).map((ms) => ms / 1000),
  );

const wholeSeconds = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 2_147_483 }));

/** Every field on its own may be absent. */
const fields = <T extends object>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(model, { requiredKeys: [] as never[] });

const checkTimes = {
  address: host,
  port,
  intervalSeconds: seconds(0.05, 3600),
  timeoutSeconds: seconds(0.01, 3600),
  fall: fc.integer({ min: 1, max: 1000 }),
  rise: fc.integer({ min: 1, max: 1000 }),
  reentrySeconds: seconds(0, 3600),
};
const answer = { send: quotedText, expect: quotedText, useRegex: bool };
const request = {
  method: fc.constantFrom("GET", "HEAD", "POST"),
  path: quotedText,
  host: quotedText,
  headers: fc.array(quotedText, { minLength: 1, maxLength: 3 }),
  status: fc.constantFrom("200", "200-399", "200,204,301-302"),
  body: quotedText,
  bodyRegex: quotedText,
};
const checkFields: Record<(typeof CHECK_KINDS)[number], Record<string, fc.Arbitrary<unknown>>> = {
  tcp: {},
  send_expect: answer,
  udp: answer,
  http: request,
  https: { ...request, tlsVerify: bool, tlsName: host, tlsMinDays: fc.integer({ min: 0, max: 3650 }) },
  dns: { query: quotedText, type: fc.constantFrom("A", "AAAA", "SOA"), answer: quotedText },
  smtp: { helo: quotedText },
  ping: {},
  program: { program: quotedText },
};

/** One check of any kind. */
export const check = fc
  .constantFrom(...CHECK_KINDS)
  .chain((kind) =>
    fc
      .tuple(blockName, fields<Record<string, unknown>>({ ...checkTimes, ...checkFields[kind] }))
      .map(([name, rest]) => checkSchema.parse({ kind, name, ...rest })),
  );

const checks = fc.array(check, { minLength: 1, maxLength: 2 });

/** One real server. */
export const realServer = fc
  .tuple(
    blockName,
    fields({
      address: host,
      netmask,
      active: bool,
      port,
      weight: fc.integer({ min: 0, max: 65_535 }),
      network: fc.constantFrom(...FORWARDINGS),
      drain: bool,
      until: fc.constantFrom("2026-11-22T14:00:00Z", "1999-01-01T00:00:00Z"),
      upperThreshold: fc.nat(100_000),
      lowerThreshold: fc.nat(100_000),
      tunnelType: fc.constantFrom(...TUNNEL_TYPES),
      tunnelPort: port,
      checks,
    }),
  )
  .map(([name, rest]) => realServerSchema.parse({ name, ...rest }));

const serviceFields = {
  active: bool,
  address: fc.record({ address, device }),
  netmask,
  sorryServer: fc.record({ address, port }, { requiredKeys: ["address"] }),
  fwmark: fc.oneof(fc.nat(100), fc.integer({ min: 0, max: 4_294_967_295 })),
  protocol: fc.constantFrom(...PROTOCOLS),
  port: fc.integer({ min: 0, max: 65_535 }),
  scheduler: fc.constantFrom(...SCHEDULERS),
  persistentSeconds: wholeSeconds,
  persistenceMask: netmask,
  send: quotedText,
  expect: quotedText,
  useRegex: bool,
  sendProgram: quotedText,
  expectProgram: quotedText,
  timeoutSeconds: seconds(0.05, 3600),
  reentrySeconds: seconds(0, 3600),
  loadMonitor: word,
  quiesceServer: bool,
  clientMonitor: word,
  startCommand: quotedText,
  stopCommand: quotedText,
  master: host,
  dirs: fc.array(
    word.filter((text) => text !== "]"),
    { maxLength: 3 },
  ),
};

const servers = fc.array(realServer, { maxLength: 3 });

/** One virtual server with its real servers. */
export const virtualServer = fc
  .tuple(
    blockName,
    servers,
    fields({
      ...serviceFields,
      deadtime: wholeSeconds,
      network: fc.constantFrom(...FORWARDINGS),
      schedulerFlags: fc.uniqueArray(fc.constantFrom(...SCHEDULER_FLAGS), { minLength: 1 }),
      onePacket: bool,
      floor: fc.integer({ min: 0, max: 100 }),
      slowStartSeconds: seconds(0, 3600),
      drainDeadlineSeconds: seconds(0, 3600),
      flapLimit: fc.constantFrom("5/10m", "1/1s", "100/24h"),
      checks,
    }),
  )
  .map(([name, list, rest]) => virtualServerSchema.parse({ name, servers: list, ...rest }));

const failoverService = fc
  .tuple(blockName, servers, fields({ ...serviceFields, heartbeat: word }))
  .map(([name, list, rest]) => failoverServiceSchema.parse({ name, servers: list, ...rest }));

export const globalSettings = fields({
  serialNo: fc.integer({ min: 0, max: 2_147_483_647 }),
  primary: host,
  primaryPrivate: host,
  primaryShared: word,
  service: fc.constantFrom("lvs", "fos"),
  rshCommand: fc.constantFrom("rsh", "ssh"),
  backupActive: bool,
  backup: fc.oneof(host, fc.constant("0.0.0.0")),
  backupPrivate: host,
  backupShared: word,
  heartbeat: bool,
  heartbeatPort: port,
  keepaliveSeconds: seconds(0.05, 3600),
  deadtimeSeconds: seconds(0.15, 3600),
  network: fc.constantFrom(...FORWARDINGS),
  natRouter: fc.record({ address, device }),
  natNetmask: netmask,
  reservationConflictAction: fc.constantFrom("nothing", "preempt"),
  debugLevel: word,
  monitorLinks: bool,
  syncDaemon: bool,
  syncInterface: device,
  syncId: fc.nat(255),
  tcpTimeoutSeconds: wholeSeconds,
  tcpFinTimeoutSeconds: wholeSeconds,
  udpTimeoutSeconds: wholeSeconds,
  hardShutdown: bool,
  activeCommand: quotedText,
  inactiveCommand: quotedText,
  ipvsadm: word,
  sync: bool,
  cluster: fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/),
  preempt: bool,
  preemptDelaySeconds: seconds(0, 3600),
  witnesses: fc.array(host, { minLength: 1, maxLength: 8 }),
  announceIntervalSeconds: seconds(1, 3600),
  masquerade: bool,
}).map((settings) => globalSettingsSchema.parse(settings));

/** A whole configuration. */
export const lvsConfig: fc.Arbitrary<LvsConfig> = fc
  .record({
    global: globalSettings,
    failoverServices: fc.array(failoverService, { maxLength: 2 }),
    virtualServers: fc.array(virtualServer, { maxLength: 3 }),
  })
  .map((config: z.input<typeof lvsConfigSchema>) => lvsConfigSchema.parse(config));
