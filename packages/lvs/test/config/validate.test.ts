import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validateConfig } from "../../src/config/index.ts";
import { parseLvsCf } from "../../src/lvs-cf/index.ts";
import { lvsConfig } from "./arbitrary.ts";

/** What is found in a file, as `severity path: message`. */
const found = (text: string): string[] =>
  validateConfig(parseLvsCf(text).config).map(
    ({ path, severity, message }) => `${severity} ${path.join(".")}: ${message}`,
  );

const GLOBAL = "primary = 192.0.2.1\n";
const PAIR = `${GLOBAL}backup_active = 1\nbackup = 192.0.2.2\nkeepalive = 6\ndeadtime = 18\n`;

type Parts = { readonly head?: string; readonly virtual?: string; readonly server?: string };

/** A good file of one virtual server with one real server, and what is added to it; later lines win. */
const file = ({ head = "network = direct\n", virtual = "", server = "" }: Parts): string =>
  `${head}virtual web {
active = 1
address = 192.0.2.10 eth0:1
vip_nmask = 255.255.255.255
${virtual}
server a {
address = 192.0.2.21
active = 1
${server}
}
}
`;
/** The same in a service that is off. */
const inactive = (parts: Parts) => file({ ...parts, virtual: `active = 0\n${parts.virtual ?? ""}` });

const V = "virtualServers.0";
const S = `${V}.servers.0`;

describe("validateConfig", () => {
  it("finds nothing wrong with a good file", () => {
    expect(found(file({}))).toEqual([]);
    expect(found(PAIR)).toEqual([]);
    expect(found("")).toEqual([]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(lvsConfig, (config) => {
        for (const { message } of validateConfig(config)) expect(message).toMatch(/[.!]$/);
      }),
      { numRuns: 40 },
    );
  });
});

describe("validateConfig on the routers", () => {
  it.each([
    ["primary = 0.0.0.0", "error global.primary: Write the router's own address, or remove the line; 0.0.0.0 is none."],
    ["backup = 0.0.0.0", undefined],
    [
      `${PAIR}backup = 0.0.0.0`,
      "error global.backup: Write backup = ADDRESS, or backup_active = 0 if there is no backup.",
    ],
    [`${PAIR}backup = 192.0.2.1`, "error global.backup: Write another address: the two routers have the same one."],
    [
      `${PAIR}backup = 2001:db8::2`,
      "error global.backup: Write IPv4 for both routers or IPv6 for both; heartbeats cannot cross.",
    ],
    [`${PAIR}backup = lefty.example.com`, undefined],
    [PAIR.replace(GLOBAL, ""), "error global.primary: Write primary = ADDRESS: with a backup router, both are needed."],
    [
      `${PAIR}primary_private = 10.0.0.1`,
      "warning global.primaryPrivate: Write backup_private too: a private path has two ends.",
    ],
    [
      `${PAIR}backup_private = 10.0.0.2`,
      "warning global.backupPrivate: Write primary_private too; without it backup_private is ignored.",
    ],
    [
      `${PAIR}primary_private = 10.0.0.1\nbackup_private = 10.0.0.1`,
      "error global.backupPrivate: Write another address: the two routers have the same one.",
    ],
    [`${PAIR}primary_private = 10.0.0.1\nbackup_private = 10.0.0.2`, undefined],
    [`${PAIR}heartbeat = 0`, "warning global.heartbeat: This is ignored: backup_active = 1 sends heartbeats. Write 1."],
    [
      `${PAIR}keepalive = 18`,
      "error global.deadtimeSeconds: Write deadtime = 54 or more with keepalive = 18: the other router would count as dead all the time.",
    ],
    [
      `${PAIR}deadtime = 17`,
      "error global.deadtimeSeconds: Write deadtime = 18 or more with keepalive = 6: one lost heartbeat would be too much.",
    ],
    [`${PAIR}keepalive = 0.1\ndeadtime = 0.3`, undefined],
    [
      "keepalive = 30\ndeadtime = 18",
      "warning global.deadtimeSeconds: Write deadtime = 90 or more with keepalive = 30: the other router would count as dead all the time.",
    ],
    [
      "keepalive = 3",
      "warning global.keepaliveSeconds: Write deadtime = 9 or more with keepalive = 3: one lost heartbeat would be too much.",
    ],
    [
      PAIR.replace(/keepalive.*\ndeadtime.*\n/, ""),
      "warning global.deadtimeSeconds: Write deadtime = 6 or more with keepalive = 2: one lost heartbeat would be too much.",
    ],
    [
      "service = fos",
      "warning global.service: Failover services are kept but not run; virtual servers run in any case.",
    ],
    [
      "ipvsadm = /sbin/ipvsadm",
      "warning global.ipvsadm: This is kept and ignored: the agent finds ipvsadm itself. Remove the line.",
    ],
    ["masquerade = 1", "warning global.masquerade: This does nothing: no active real server is reached by nat."],
    [
      "network = nat\nnat_router = 10.0.0.1 eth1:1",
      "warning global.natNetmask: Without nat_nmask the address is raised as 255.255.255.255; write that, or another mask. The original would have used 255.0.0.0.",
    ],
    [
      "network = direct\nnat_router = 10.0.0.1 eth1:1",
      "warning global.natRouter: No router raises this address, since network = direct; remove it or write network = nat.",
    ],
  ])("%j", (text, message) => {
    expect(found(text)).toEqual(message === undefined ? [] : [message]);
  });

  it("asks for a gateway that moves, where nat and a backup need one", () => {
    const gateway =
      "warning global.natRouter: Write nat_router = ADDRESS INTERFACE: real servers need a gateway that moves with the services.";
    expect(found(file({ head: PAIR }))).toEqual([gateway]);
    expect(found(file({ head: `${PAIR}nat_router = 10.0.0.1 eth1:1\nnat_nmask = 255.255.255.0\n` }))).toEqual([]);
    expect(found(file({ head: GLOBAL }))).toEqual([]);
    expect(found(file({ head: `${PAIR}network = tunnel\n` }))).toEqual([]);
  });

  it("warns of connections copied over a public interface", () => {
    const sync = "network = direct\nsyncdaemon = 1\n";
    expect(found(file({ head: sync }))).toEqual([
      "warning global.syncInterface: Write a private interface: eth0 is public (web is on it), and connections are copied in clear.",
    ]);
    expect(found(file({ head: `${sync}syncd_iface = eth1\n` }))).toEqual([]);
    expect(found(file({ head: `${sync}syncd_iface = eth1:2\n` }))).toEqual([
      "error global.syncInterface: Write eth1: connections are copied over an interface, not an alias.",
    ]);
  });
});

describe("validateConfig on a virtual server: an error in an active one, a warning in an inactive one", () => {
  it.each<[Parts, string, string]>([
    [
      { virtual: "address = 0.0.0.0 eth0:1" },
      `${V}.address`,
      "Write the address clients connect to, such as address = 192.0.2.10 eth0:1.",
    ],
    [
      { virtual: "port = 0\ncheck c {\nkind = tcp\nport = 80\n}" },
      `${V}.port`,
      "Write persistent = SECONDS too: port 0 stands for every port, and needs persistence.",
    ],
    [
      { virtual: "port = 0\npersistent = 60" },
      `${V}.port`,
      "Write a check block with a port too: port 0 stands for every port, so none is asked on.",
    ],
    [
      { virtual: "port = 0\npersistent = 60\ncheck c {\nkind = tcp\n}" },
      `${V}.checks.0.port`,
      "Write a port: the service has port 0, which stands for every port.",
    ],
    [{ virtual: "persistent = 2678401" }, `${V}.persistentSeconds`, "Write at most 2678400 seconds (31 days)."],
    [
      { virtual: "one_packet = 1" },
      `${V}.onePacket`,
      "Write protocol = udp or one_packet = 0: only UDP can be taken packet by packet.",
    ],
    [
      { virtual: "sorry_server = 2001:db8::9" },
      `${V}.sorryServer`,
      "Write an IPv4 address, as the service has; only tunnel can cross.",
    ],
    [
      { virtual: "sorry_server = 192.0.2.9:8080" },
      `${V}.sorryServer`,
      "Leave out the port: with network = direct it cannot differ from 80.",
    ],
    [
      { virtual: 'use_regex = 1\nexpect = "(OK"' },
      `${V}.expect`,
      "This is no regular expression; look for a bracket that is not closed, or write \\ before . * + ? ( [ {.",
    ],
    [{ virtual: 'send_program = " "' }, `${V}.sendProgram`, "Write the name of a program in /etc/piranha/scripts."],
    [
      { virtual: "check c {\nkind = program\n}" },
      `${V}.checks.0.program`,
      'Write the program to run, such as program = "check_tcp %h %p".',
    ],
    [
      { virtual: "check c {\nkind = dns\n}" },
      `${V}.checks.0.query`,
      'Write the name to ask for, such as query = "example.com".',
    ],
    [
      { server: "address = 0.0.0.0" },
      `${S}.address`,
      "Write the real server's address, such as address = 192.168.1.21.",
    ],
    [
      { server: "port = 8080" },
      `${S}.port`,
      "Write port = 80 or remove the line: with network = direct packets keep the port of the service.",
    ],
    [
      { server: "port = 8080\nnetwork = tunnel" },
      `${S}.port`,
      "Write port = 80 or remove the line: with network = tunnel packets keep the port of the service.",
    ],
    [
      { server: "address = 2001:db8::21" },
      `${S}.address`,
      "Write an IPv4 address, as the service has, or network = tunnel: only a tunnel can cross.",
    ],
    [
      { server: "upper_threshold = 10\nlower_threshold = 11" },
      `${S}.lowerThreshold`,
      "Write at most 10, which is upper_threshold: the kernel refuses a lower one above it.",
    ],
  ])("%j", (parts, path, message) => {
    expect(found(file(parts))).toEqual([`error ${path}: ${message}`]);
    expect(found(inactive(parts))).toEqual([`warning ${path}: ${message}`]);
  });

  it.each<[Parts]>([
    [{ virtual: "fwmark = 3\naddress = 0.0.0.0 eth0" }],
    [{ virtual: "fwmark = 3\nport = 0\ncheck c {\nkind = tcp\nport = 80\n}" }],
    [{ virtual: "fwmark = 3", server: "port = 8080" }],
    [{ head: "network = nat\n", server: "port = 8080" }],
    [{ server: "port = 8080\nnetwork = nat" }],
    [{ virtual: "network = tunnel", server: "address = 2001:db8::21" }],
    [{ virtual: 'protocol = udp\none_packet = 1\nsend = "x"' }],
    [{ virtual: 'use_regex = 1\nexpect = "[[:digit:]]+ OK\\."' }],
    [{ virtual: 'send = "\\r\\n\\t\\\\\\x0a"\nexpect = "\\x4f*"' }],
    [{ virtual: 'send_program = "test.sh %h"' }],
    [{ virtual: 'send_program = "/etc/piranha/scripts/test.sh %h"' }],
    [{ virtual: "scheduler = rr\npersistent = 60\npmask = 255.255.255.0\nload_monitor = uptime" }],
    [{ server: "drain = 1\nuntil = 2026-11-22T14:00:00Z\nweight = 0" }],
    [{ server: "upper_threshold = 10\nlower_threshold = 10\nnetwork = tunnel\ntunnel_type = gue\ntunnel_port = 6080" }],
  ])("is content with %j", (parts) => {
    expect(found(file(parts))).toEqual([]);
  });
});

describe("validateConfig warns", () => {
  it.each<[Parts, string]>([
    [
      { virtual: "vip_nmask = 0.0.0.0" },
      `${V}.netmask: Without vip_nmask the address is raised as 255.255.255.255; write that, or another mask. The original would have used 255.255.255.0.`,
    ],
    [
      { virtual: "vip_nmask = 24" },
      `${V}.netmask: Write vip_nmask = 255.255.255.0: the original reads 24 as 0.0.0.24.`,
    ],
    [
      { virtual: "pmask = 255.255.255.0" },
      `${V}.persistenceMask: Write persistent = SECONDS too; without it pmask does nothing.`,
    ],
    [
      { virtual: "scheduler_flags = mh-port" },
      `${V}.schedulerFlags: Remove mh-port: the scheduler wlc has no such switch.`,
    ],
    [
      { virtual: "sorry_server = 192.0.2.21" },
      `${V}.sorryServer: Write another server: a is this one, and it is down when the sorry server is needed.`,
    ],
    [
      { virtual: 'send = "\\q"' },
      `${V}.send: \\q is taken literally; write \\\\q, or one of \\r \\n \\t \\\\ \\' \\" \\xHH.`,
    ],
    [
      { virtual: 'send_program = "/usr/local/bin/test.sh %h"' },
      `${V}.sendProgram: Programs run only from /etc/piranha/scripts/: copy it to /etc/piranha/scripts/test.sh and write test.sh.`,
    ],
    [
      { virtual: "protocol = udp" },
      `${V}.send: Write send and expect: without a question, a UDP server never answers and counts as down.`,
    ],
    [{ virtual: "load_monitor = rup" }, `${V}.loadMonitor: rup is kept and means none; write uptime or none.`],
    [
      { virtual: "client_monitor = /usr/sbin/nanny" },
      `${V}.clientMonitor: This is kept and ignored: the agent checks real servers itself. Remove the line.`,
    ],
    [
      { virtual: "deadtime = 3" },
      `${V}.deadtime: This is kept and ignored, and the daemons of the original refuse the whole file for it. Remove the line.`,
    ],
    [
      { virtual: 'expect = "x"\ncheck service {\nkind = tcp\n}' },
      `${V}.checks: The check called service replaces send, expect and send_program; remove those.`,
    ],
    [
      { server: "active = 0" },
      `${V}.servers: No real server is active, so clients find nobody; write active = 1 into one.`,
    ],
    [
      { server: "weight = 0" },
      `${S}.weight: 0 means no new connections, where the original made it 1. Write 1 or more if it is to serve.`,
    ],
    [
      { server: "until = 2026-11-22T14:00:00Z" },
      `${S}.until: Write drain = 1 or active = 0 too: until says when that ends, and nothing is to end here.`,
    ],
    [{ server: "tunnel_type = gre" }, `${S}.tunnelType: Write network = tunnel too; without it this does nothing.`],
    [{ server: "tunnel_port = 6080" }, `${S}.tunnelPort: Write tunnel_type = gue too; the others have no port.`],
    [
      { server: "nmask = 255.255.255.0" },
      `${S}.netmask: This is kept and ignored, and the daemons of the original refuse the whole file for it. Remove the line.`,
    ],
  ])("%j", (parts, message) => {
    expect(found(file(parts))).toEqual([`warning ${message}`]);
  });

  it("of weights that a scheduler does not look at, and of no others", () => {
    const weights = (scheduler: string, weight: string) =>
      found(
        file({
          virtual: `scheduler = ${scheduler}\nserver b {\naddress = 192.0.2.22\nactive = 1\nweight = ${weight}\n}`,
        }),
      );
    for (const scheduler of ["rr", "lc", "dh"]) expect(weights(scheduler, "3")).toHaveLength(1);
    for (const scheduler of ["wrr", "wlc", "lblc", "lblcr", "sh", "mh", "sed", "nq", "fo", "ovf"])
      expect(weights(scheduler, "3")).toEqual([]);
    expect(weights("rr", "1")).toEqual([]);
    expect(weights("rr", "3")).toEqual([`warning ${V}.scheduler: Write wrr: rr ignores the weights, and they differ.`]);
  });

  it("of masks in the spelling of the other family", () => {
    const six = (mask: string) =>
      found(file({ head: "network = tunnel\n", virtual: `address = 2001:db8::10 eth0\nvip_nmask = ${mask}` }));
    expect(six("64")).toEqual([]);
    expect(six("255.255.255.0")).toEqual([
      `error ${V}.netmask: Write the length of the prefix for an IPv6 address: vip_nmask = 64.`,
    ]);
    expect(found(file({ virtual: "vip_nmask = 64" }))).toEqual([
      `error ${V}.netmask: Write a mask for an IPv4 address: vip_nmask = 255.255.255.255.`,
    ]);
  });
});

describe("validateConfig on two of a kind", () => {
  const service = (name: string, lines: string) =>
    `virtual ${name} {\nactive = 1\naddress = 192.0.2.10 eth0\nvip_nmask = 255.255.255.255\n${lines}\nserver a {\naddress = 10.0.0.1\nactive = 1\n}\n}\n`;

  it("finds services the kernel takes for one, and marks the later", () => {
    const same = "Write another address, port or protocol: a has the same three.";
    expect(found(service("a", "") + service("b", ""))).toEqual([`error virtualServers.1.address: ${same}`]);
    expect(found(service("a", "") + service("b", "active = 0"))).toEqual([`warning virtualServers.1.address: ${same}`]);
    expect(found(service("a", "active = 0") + service("b", ""))).toEqual([`warning virtualServers.1.address: ${same}`]);
    expect(found(service("a", "active = 0") + service("b", "") + service("c", "")).at(-1)).toBe(
      "error virtualServers.2.address: Write another address, port or protocol: b has the same three.",
    );
    expect(found(service("a", "") + service("b", "port = 81") + service("c", 'protocol = udp\nsend = "x"'))).toEqual(
      [],
    );
  });

  it("finds marks that are used twice, whatever the address", () => {
    expect(found(service("a", "fwmark = 3") + service("b", "fwmark = 3\nport = 81"))).toEqual([
      "error virtualServers.1.fwmark: Write another mark: a has 3 too.",
    ]);
    expect(found(service("a", "fwmark = 3") + service("b", "fwmark = 4") + service("c", ""))).toEqual([]);
  });

  it("finds real servers the kernel takes for one", () => {
    const twin = "server b {\naddress = 10.0.0.1\nactive = 1\n}";
    expect(found(service("w", twin))).toEqual([
      "error virtualServers.0.servers.1.address: Write another address or port: b has the same two.",
    ]);
    expect(found(service("w", twin.replace("active = 1", "port = 81")))).toEqual([]);
  });

  it("warns of names that commands could not tell apart", () => {
    expect(found(service("a", "") + service("a", "port = 81"))).toEqual([
      "warning virtualServers.1.name: Write another name: a second virtual server called a cannot be told apart.",
    ]);
    expect(found(service("w", "server a {\naddress = 10.0.0.2\n}"))).toEqual([
      "warning virtualServers.0.servers.1.name: Write another name: a second real server called a cannot be told apart.",
    ]);
    const check = "check c {\nkind = tcp\n}\n";
    expect(found(service("w", check + check))).toEqual([
      "error virtualServers.0.checks.1.name: Write another name: there is a check called c already.",
    ]);
  });
});
