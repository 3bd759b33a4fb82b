import { describe, expect, it } from "vitest";
import { parseLvsCf } from "../../src/lvs-cf/index.ts";
import { SAMPLES } from "./samples.ts";

/** What is said about a text, without the rules across fields that have tests of their own. */
function said(text: string): string[] {
  return parseLvsCf(text)
    .problems.filter(
      ({ message }) => !/^Write (the address clients|the real server's|deadtime|primary|backup =)/.test(message),
    )
    .map(({ line, column, severity, message }) => `${String(line)}:${String(column)} ${severity}: ${message}`);
}

const inVirtual = (line: string) => `virtual w {\n${line}\n}\n`;

describe("parseLvsCf on a line", () => {
  it.each([
    ["keepalive 7", "1:1 error: Write an = behind keepalive: keepalive = 6."],
    ["keepalive=7", "1:10 warning: The original wants a blank on both sides of the =; write them."],
    ["keepalive =", "1:1 error: Write a value, such as keepalive = 6, or remove the line."],
    ["  keepalive = 7 8", "1:17 error: Only one value may stand here; remove what follows it."],
    ["keepalive = 6s", "1:13 error: keepalive = 6s: Write seconds, such as 6 or 0.25, without a unit."],
    ["keepalive = 6 # s", "1:15 warning: The original refuses a comment after a value; put it on a line of its own."],
    ["keepalive = 08", "1:13 error: keepalive = 08: A leading 0 makes the number octal; write 8."],
    ["keepalive = 010", "1:13 warning: keepalive = 010: A leading 0 makes the number octal: read as 8; write that."],
    ["serial_no = 1.5", "1:13 error: serial_no = 1.5: Write a whole number."],
    [
      "serial_no = 99999999999",
      "1:13 error: serial_no = 99999999999: Enter at most 2147483647 (the original keeps 31 bits).",
    ],
    ['syncd_id = ""', '1:12 warning: syncd_id = "": An empty value counts as 0; write 0.'],
    ["monitor_links = yes", "1:17 error: monitor_links = yes: Write 1 for yes."],
    ["backup_active = 2", "1:17 error: backup_active = 2: Write 1 for yes or 0 for no."],
    ["KeepAlive = 3", "1:1 error: There is no directive KeepAlive; did you mean keepalive?"],
    ["heatbeart = 3", "1:1 error: There is no directive heatbeart; did you mean heartbeat?"],
    [
      "sheduler = rr",
      "1:1 error: There is no directive sheduler; did you mean scheduler, which may stand in a virtual block?",
    ],
    [
      "scheduler = rr",
      "1:1 error: scheduler may not stand outside the blocks; write it in a virtual or failover block.",
    ],
    [
      "frobnicate = 1",
      "1:1 error: There is no directive frobnicate; remove the line, or write # in front of it to keep it as a comment.",
    ],
    [
      "ServerX takes over",
      "1:1 error: This is no directive; write # in front of the line if it is a comment, or remove it.",
    ],
    ["virtual = 3", "1:1 error: Write virtual NAME { … }: virtual opens a block."],
    ["primary = 10.1", "1:11 warning: primary = 10.1: Read as 10.0.0.1, as the original does; write that."],
    [
      "primary = 300.1.1.1",
      "1:11 error: primary = 300.1.1.1: Enter an IP address or a host name, such as 192.0.2.10 or web1.example.com.",
    ],
    ["heartbeat_port = nosuch", "1:18 error: heartbeat_port = nosuch: Write the port as a number, such as 80."],
    ["network = NAT", "1:11 error: network = NAT: Write nat, in small letters."],
    ["network = fullnat", "1:11 error: network = fullnat: Write one of nat, direct or tunnel."],
    ["rsh_command = /usr/bin/ssh", "1:15 warning: rsh_command = /usr/bin/ssh: Read as ssh; write that."],
    [
      "nat_router = 10.0.0.1",
      "1:14 error: nat_router = 10.0.0.1: Write the interface behind the address, such as 10.0.0.1 eth0:1.",
    ],
    [
      "nat_nmask = 0xffffff00",
      "1:13 warning: nat_nmask = 0xffffff00: Read as 255.255.255.0, as the original does; write that.",
    ],
    ["keepalive\u00A0= 7", "1:10 warning: This is not an ordinary blank (U+00A0); type a space."],
    ["keepalive = 3\nkeepalive = 4", "2:1 warning: keepalive stands in line 1 too; this one counts, remove the other."],
    [
      "keepalive = 3\r\ndeadtime = 9\r\n",
      "1:1 warning: The original reads only part of a file whose lines end with CR LF; save it with LF alone.",
    ],
    [
      "\uFEFFkeepalive = 3",
      "1:1 warning: The file starts with a byte order mark, which the original refuses; save it as UTF-8 without one.",
    ],
    ["keepalive = 3\0\0\n", "1:14 warning: A NUL byte ends the file here; save it again as UTF-8 text."],
    ["keepalive = 3\n\0x", "2:1 error: A NUL byte ends the file here; save it again as UTF-8 text."],
    ["", "1:1 error: The file is empty; write at least serial_no = 1."],
  ])("%j", (text, message) => {
    expect(said(text)).toEqual([message]);
  });

  it.each([
    ['expect = "HTTP', '2:10 error: The quote is not closed; write " at the end of the text.'],
    ["send = GET /", "2:8 error: Put quotes round a text that contains blanks."],
    [
      'send = "a" "b"',
      "2:12 error: Something follows the closing quote; put the whole text between one pair of quotes.",
    ],
    ['expect = "HTTP" ', "2:16 warning: The original refuses a blank after the closing quote; remove it."],
    ['expect = "a" # "b', "2:14 warning: The original refuses a comment after a value; put it on a line of its own."],
    [
      'expect = "a" # b"',
      "2:10 warning: The text runs to the last quote, as in the original; put the comment on a line of its own.",
    ],
    [
      'expect = "a \\" b"',
      "2:10 warning: The original ends the text at the quote inside it; write \\x22 for that quote.",
    ],
    ["expect = #1", "2:10 warning: #1 is read as the text; put quotes round it."],
    ['send = "', '2:8 warning: A single quote is read as an empty text; write "".'],
    ["keepalive = 3", "2:1 error: keepalive may not stand in a virtual block; write it outside all blocks."],
    ["status = 200", "2:1 error: status may not stand in a virtual block; write it in a check block."],
    [
      "pmask = junk",
      "2:9 warning: pmask = junk: Not a mask, so it counts as not set, as in the original; write one, such as 255.255.255.0.",
    ],
    ["fwmark = -1", "2:10 warning: fwmark = -1: Read as 4294967295, as the original does; write that."],
    [
      "sorry_server = 10.0.0.1:http",
      "2:16 error: sorry_server = 10.0.0.1:http: Write the port as a number, such as 10.0.0.1:80.",
    ],
    [
      "dirs = { /a }",
      "2:8 error: dirs = { /a }: Write the list between brackets with blanks round them, such as [ /a /b ].",
    ],
    ["flap_limit = 5", "2:14 error: flap_limit = 5: Enter changes per time, such as 5/10m."],
    ['check c {\npath = "/"\n}', "2:1 error: Write a kind into the check, such as kind = tcp."],
    [
      "check c {\nkind = htpp\n}",
      "3:8 error: kind = htpp: Write one of tcp, send_expect, http, https, dns, smtp, udp, ping or program.",
    ],
    [
      'check c {\nkind = tcp\npath = "/"\n}',
      "4:1 error: path is for kind = http, https, not for tcp; remove it, or change the kind.",
    ],
    [
      "server a {\naddress = 10.0.0.1\n}\nport = 8080",
      "5:1 warning: server a stands before this port and keeps port 80, as in the original; write the port first.",
    ],
  ])("%j in a virtual server", (line, message) => {
    expect(said(inVirtual(line))).toEqual([message]);
  });
});

describe("parseLvsCf on braces", () => {
  const names = (text: string) =>
    parseLvsCf(text).config.virtualServers.map(({ name, servers }) =>
      [name, ...servers.map((server) => server.name)].join(" "),
    );

  it.each<[string, string[], string[]]>([
    ["virtual w{\n}", ["w"], ["1:10 warning: The original wants a blank before the {; write one."]],
    ["virtual w\n{\n}", ["w"], ["2:1 warning: The original wants the { on the line of virtual w; write it there."]],
    ["virtual w\nport = 81\n}", ["w"], ["1:1 error: Write { at the end of the line: virtual w {."]],
    [
      "virtual w {\nport = 81",
      ["w"],
      ["2:10 warning: Write } at the end of the file: virtual w of line 1 is still open."],
    ],
    ["virtual {\n}", ["unnamed"], ["1:1 error: Write a name: virtual NAME {."]],
    [
      "virtual",
      ["unnamed"],
      [
        "1:1 error: Write { at the end of the line: virtual NAME {.",
        "1:8 warning: Write } at the end of the file: virtual of line 1 is still open.",
      ],
    ],
    [
      "virtual #1 {\n}",
      ["-1"],
      ["1:9 warning: The name is read as -1; a name has no quotes, braces, # or /, and at most 255 characters."],
    ],
    ["virtual a b {\n}", ["a b"], ['1:9 error: Put quotes round the name: virtual "a b" {.']],
    [
      "virtual w/80 {\n}",
      ["w-80"],
      ["1:9 warning: The name is read as w-80; a name has no quotes, braces, # or /, and at most 255 characters."],
    ],
    ["Virtual w {\n}", ["w"], ["1:1 error: Write virtual, not Virtual."]],
    [
      "virtual w {\nserver a {\nserver b {\n}\n}\nvirtual x {\n}",
      ["w a b", "x"],
      ["3:1 error: Write } before this line: server a of line 2 is still open."],
    ],
    [
      "virtual w {\nserver a {\n}\nvirtual x {\n}",
      ["w a", "x"],
      ["4:1 error: Write } before this line: virtual w of line 1 is still open."],
    ],
    [
      "virtual w {\nserver a {\nfailover x {\n}",
      ["w a"],
      [
        "3:1 error: Write } before this line: server a of line 2 is still open.",
        "3:1 error: Write } before this line: virtual w of line 1 is still open.",
      ],
    ],
    [
      "virtual w {\n}\nserver a {\n}\n}\nvirtual x {\n}",
      ["w a", "x"],
      [
        "3:1 error: Write server blocks inside a virtual block: virtual NAME { … server NAME { … } }.",
        "5:1 error: Remove this }, or write the block it ends: nothing is open here.",
      ],
    ],
    [
      "virtual w { port = 81 }",
      ["w"],
      ["1:13 error: Start a new line behind the {.", "1:23 error: Write the } on a line of its own."],
    ],
    ["virtual w {\nport = 81}\nvirtual x {\n}", ["w", "x"], ["2:10 error: Write the } on a line of its own."]],
    [
      "virtual w {\n} # end\nvirtual x {\n} x",
      ["w", "x"],
      ["4:3 warning: What follows a } on its line is ignored; start a new line."],
    ],
    [
      "virtual w {\nexpect = \"}\"\nsend = '{'\n# } {\nload_monitor = a}\n}",
      ["w"],
      ["5:1 warning: a} is kept and means none; write uptime or none."],
    ],
    [
      "vrrp_instance V {\nstate MASTER\ntrack {\neth0\n}\n}\nvirtual w {\n}",
      ["w"],
      ["1:1 error: lvs.cf has no vrrp_instance blocks; remove it up to its }."],
    ],
  ])("%j", (text, blocks, messages) => {
    expect(names(text)).toEqual(blocks);
    expect(said(text)).toEqual(messages);
  });
});

describe.skipIf(SAMPLES.length === 0)(
  "parseLvsCf on malformed real files (skipped: ../shared/samples is not here)",
  () => {
    const sample = (start: string) => SAMPLES.find(({ name }) => name.startsWith(start))?.text ?? "";

    it("reads a file with comments behind values as its author meant it", () => {
      const { config, problems } = parseLvsCf(sample("14"));
      expect(config.global).toEqual({
        service: "lvs",
        primary: "192.168.1.190",
        primaryPrivate: "172.16.0.190",
        backupActive: true,
        backup: "192.168.1.191",
        backupPrivate: "172.16.0.191",
        heartbeat: true,
        heartbeatPort: 539,
        keepaliveSeconds: 4,
        deadtimeSeconds: 12,
        debugLevel: "NONE",
        rshCommand: "ssh",
        network: "direct",
      });
      expect(config.virtualServers).toMatchObject([
        {
          name: "portal1v1",
          address: { address: "192.168.1.100", device: "eth0:1" },
          send: "GET /iwl/.lvs.html\\n",
          expect: "OK",
          scheduler: "wlc",
          servers: [
            { name: "potral1" },
            { name: "potral2" },
            { name: "potral3", address: "192.168.1.12", weight: 100 },
          ],
        },
      ]);
      expect(problems.map(({ line, severity }) => `${severity} ${String(line)}`)).toEqual(
        [3, 6, 13, 17, 22, 23, 25].map((line) => `warning ${String(line)}`),
      );
    });

    it("reads past prose, broken comments and a glued brace", () => {
      const { config, problems } = parseLvsCf(sample("15"));
      expect(config.global).toMatchObject({ serialNo: 18, backup: "0.0.0.0", deadtimeSeconds: 10, network: "direct" });
      expect(config.virtualServers).toMatchObject([
        {
          name: "www.gaojf.com",
          port: 80,
          send: "GET / HTTP/1.0\\r\\n\\r\\n",
          scheduler: "rr",
          quiesceServer: false,
          servers: [
            { name: "RS1", address: "192.168.60.132", active: true, weight: 1 },
            { name: "RS2", address: "192.168.60.144", active: true, weight: 1 },
          ],
        },
      ]);
      const errors = problems.filter(({ severity }) => severity === "error");
      expect(errors.map(({ line, column }) => [line, column])).toEqual([
        [10, 1],
        [26, 1],
        [27, 1],
      ]);
      expect(new Set(errors.map(({ message }) => message))).toEqual(
        new Set(["This is no directive; write # in front of the line if it is a comment, or remove it."]),
      );
      const lines = problems.map(({ line }) => line);
      expect(Array.from({ length: 31 }, (_, at) => at + 1).filter((line) => !lines.includes(line))).toEqual([]);
    });

    it("says where a lone server block belongs", () => {
      const { config, problems } = parseLvsCf(sample("08"));
      expect(config).toEqual({ global: {}, failoverServices: [], virtualServers: [] });
      expect(problems).toEqual([
        {
          line: 1,
          column: 7,
          severity: "error",
          message: "Write server blocks inside a virtual block: virtual NAME { … server NAME { … } }.",
        },
      ]);
    });
  },
);

describe("parseLvsCf on lists", () => {
  it("takes as many lines as there may be, and refuses the others", () => {
    const text = Array.from({ length: 10 }, (_, at) => `witness = 192.0.2.${String(at)}`).join("\n");
    expect(parseLvsCf(text).config.global.witnesses).toHaveLength(8);
    expect(said(text)).toEqual([
      "9:1 error: At most 8 witnesses; remove this line.",
      "10:1 error: At most 8 witnesses; remove this line.",
    ]);
  });
});

describe("parseLvsCf on very many mistakes", () => {
  it("lists ten thousand and counts the others", () => {
    const { problems } = parseLvsCf("x\n".repeat(12_000));
    expect(problems.length).toBe(10_001);
    expect(problems.at(-1)).toEqual({
      line: 10_001,
      column: 1,
      severity: "error",
      message: "2000 more problems are not listed; mend these first.",
    });
  });
});
