import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lvsConfigSchema, type LvsConfig } from "../../src/config/index.ts";
import { parseLvsCf, renderLvsCf, reviseLvsCf } from "../../src/lvs-cf/index.ts";
import { lvsConfig, realServer, virtualServer } from "../config/arbitrary.ts";
import { GUI_REWRITES, SAMPLES } from "./samples.ts";

const FILE = `# The cluster in the cellar
serial_no = 7   # touched by hand
primary = 192.0.2.1

# what the shop sells
virtual web {
\tactive = 1
\taddress = 192.0.2.10 eth0:1 # public
\texpect = "OK"\t# short
\tserver a {
\t\taddress = 192.168.1.21
\t\tactive = 1
\t\t# weight = 3
\t}

\tserver b {
\t\taddress = 192.168.1.22
\t}
\t# the end of web
}

virtual mail {
\taddress = 192.0.2.11 eth0:2
\tport = 25
}
# the end
`;

type Loose = { global: Record<string, unknown>; virtualServers: LooseVirtual[]; failoverServices: unknown[] };
type LooseVirtual = { name: string; servers: Record<string, unknown>[]; [field: string]: unknown };

function changed(text: string, change: (config: Loose) => void): string {
  const config = structuredClone(parseLvsCf(text).config) as unknown as Loose;
  change(config);
  const next = lvsConfigSchema.parse(config);
  const revised = reviseLvsCf(text, next);
  expect(renderLvsCf(parseLvsCf(revised).config)).toBe(renderLvsCf(next));
  return revised;
}

/** The first virtual server. */
const web = ({ virtualServers: [virtual] }: Loose): LooseVirtual => virtual ?? { name: "", servers: [] };

function lines(before: string, after: string): { gone: string[]; fresh: string[] } {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return { gone: old.filter((line) => !now.includes(line)), fresh: now.filter((line) => !old.includes(line)) };
}

describe("reviseLvsCf", () => {
  it("changes values in their places, at every depth", () => {
    const after = changed(FILE, (config) => {
      config.global.serialNo = 8;
      web(config).expect = "FINE";
      Object.assign(web(config).servers[1] ?? {}, { weight: 3, active: true });
    });
    expect(lines(FILE, after)).toEqual({
      gone: ["serial_no = 7   # touched by hand", '\texpect = "OK"\t# short'],
      fresh: ["serial_no = 8   # touched by hand", '\texpect = "FINE"\t# short', "\t\tweight = 3"],
    });
  });

  it("puts a new server behind the one it follows, looking like it", () => {
    const after = changed(FILE, (config) =>
      web(config).servers.push({ name: "c", address: "192.168.1.23", weight: 2 }),
    );
    expect(after).toBe(
      FILE.replace("1.22\n\t}\n", "1.22\n\t}\n\n\tserver c {\n\t\taddress = 192.168.1.23\n\t\tweight = 2\n\t}\n"),
    );
  });

  it("puts a new virtual server at the end, and one in the middle where it belongs", () => {
    const dns = { name: "dns", protocol: "udp", port: 53, servers: [] };
    const end = changed(FILE, ({ virtualServers }) => virtualServers.push(dns));
    expect(end).toBe(FILE.replace("# the end\n", "\nvirtual dns {\n\tport = 53\n\tprotocol = udp\n}\n# the end\n"));
    const middle = changed(FILE, ({ virtualServers }) => virtualServers.splice(1, 0, dns));
    expect(middle).toContain(
      "# the end of web\n}\n\nvirtual dns {\n\tport = 53\n\tprotocol = udp\n}\n\nvirtual mail {",
    );
    const first = changed(FILE, ({ virtualServers }) => virtualServers.unshift(dns));
    expect(first).toContain("\nvirtual dns {\n\tport = 53\n\tprotocol = udp\n}\n# what the shop sells\nvirtual web {");
  });

  it("cuts a block that goes with its own lines, and nothing a person wrote around it", () => {
    const after = changed(FILE, (config) => web(config).servers.shift());
    expect(lines(FILE, after)).toEqual({
      gone: ["\tserver a {", "\t\taddress = 192.168.1.21", "\t\tactive = 1", "\t\t# weight = 3"],
      fresh: [],
    });
    const without = changed(FILE, ({ virtualServers }) => virtualServers.shift());
    expect(without).toContain("# what the shop sells\n\nvirtual mail {");
  });

  it("changes the header alone for a new name", () => {
    const after = changed(FILE, (config) => {
      web(config).name = "the shop";
      const [, mail] = config.virtualServers;
      if (mail) mail.name = "post";
    });
    expect(after).toBe(
      FILE.replace("virtual web {", 'virtual "the shop" {').replace("virtual mail {", "virtual post {"),
    );
  });

  it("moves blocks with the comments right above them", () => {
    const after = changed(FILE, ({ virtualServers }) => virtualServers.reverse());
    expect(lines(FILE, after)).toEqual({ gone: [], fresh: [] });
    expect(after).toMatch(/virtual mail \{[^}]*\}\n\n# what the shop sells\nvirtual web/);
  });

  it("keeps CR LF, a byte order mark and a missing line end", () => {
    const dos = `\uFEFF${FILE.replace("# the end\n", "").trimEnd().replaceAll("\n", "\r\n")}`;
    const after = changed(dos, ({ virtualServers }) => virtualServers.push({ name: "x", port: 99, servers: [] }));
    expect(after).toBe(`${dos}\r\n\r\nvirtual x {\r\n\tport = 99\r\n}\r\n`);
  });

  it("writes a file with mistakes anew, and leaves it alone when nothing changes", () => {
    const text = "serial_no = 1\nfrobnicate = 1\n# note\n";
    expect(reviseLvsCf(text, parseLvsCf(text).config)).toBe(text);
    expect(changed(text, ({ global }) => (global.serialNo = 2))).toBe("serial_no = 2\n");
  });

  it("leaves every real file alone when nothing changes, and loses no comment when something does", () => {
    for (const { text } of [...SAMPLES, ...GUI_REWRITES]) {
      const { config, problems } = parseLvsCf(text);
      expect(reviseLvsCf(text, config)).toBe(text);
      const next = { ...config, global: { ...config.global, serialNo: (config.global.serialNo ?? 0) + 1 } };
      const revised = reviseLvsCf(text, next);
      expect(parseLvsCf(revised).config).toEqual(next);
      if (!problems.some(({ severity }) => severity === "error"))
        expect(lines(text, revised).gone.length).toBeLessThanOrEqual(1);
    }
  });

  it("makes any file mean any configuration", () => {
    fc.assert(
      fc.property(lvsConfig, lvsConfig, (config, next) => {
        const text = renderLvsCf(config).replaceAll("\n", "\n# note\n");
        expect(reviseLvsCf(text, parseLvsCf(text).config)).toBe(text);
        expect(parseLvsCf(reviseLvsCf(text, next)).config).toEqual(next);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it("keeps every comment through any change of blocks but of those that go", () => {
    fc.assert(
      fc.property(lvsConfig, virtualServer, realServer, fc.nat(9), (config, virtual, server, at) => {
        const text = renderLvsCf(config).replaceAll("\n", "\n# note\n");
        const servers = config.virtualServers.map((one) => ({ ...one, servers: one.servers.toSpliced(at, 0, server) }));
        const next: LvsConfig = { ...config, virtualServers: servers.toSpliced(at, 0, virtual) };
        const revised = reviseLvsCf(text, next);
        expect(parseLvsCf(revised).config).toEqual(next);
        expect(revised.match(/^# note$/gm)?.length).toBe(text.match(/^# note$/gm)?.length);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it("revises a thousand virtual servers of ten in about half a second of work", () => {
    const servers = Array.from(
      { length: 10 },
      (_, at) => `server s${at} {\naddress = 10.0.0.${at + 1}\nactive = 1\n}\n`,
    );
    const block = (at: number) =>
      `virtual v${at} {\naddress = 10.1.${at >> 8}.${at & 255} eth0\nactive = 1\n${servers.join("")}}\n`;
    const text = Array.from({ length: 1000 }, (_, at) => block(at)).join("");
    const { config } = parseLvsCf(text);
    const virtualServers = config.virtualServers.map((virtual, at) =>
      at % 3 ? virtual : { ...virtual, floor: 50, servers: virtual.servers.slice(1) },
    );
    const before = process.cpuUsage(); // not the clock: other tests run at the same time
    reviseLvsCf(text, { ...config, virtualServers: virtualServers.slice(5) });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2_000);
  }, 60_000);
});
