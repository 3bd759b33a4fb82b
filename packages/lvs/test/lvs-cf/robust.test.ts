import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLvsCf, renderLvsCf, type Parsed } from "../../src/lvs-cf/index.ts";
import { lvsConfig } from "../config/arbitrary.ts";
import { SAMPLES } from "./samples.ts";

/** What is promised whatever the text is. */
function expectSane({ config, problems }: Parsed, text: string): void {
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { line, column, message } of problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(message).toMatch(/^[^\p{Cc}\p{Cs}]{1,400}$/u);
  }
  const rendered = renderLvsCf(config);
  expect(parseLvsCf(rendered).config).toEqual(config);
}

const pieces = [
  ...[
    "virtual",
    "failover",
    "server",
    "check",
    "name",
    "{",
    "}",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "=",
    " = ",
    "#",
    '"',
    "'",
  ],
  ...[
    "\\",
    "active",
    "address",
    "port",
    "send",
    "kind",
    "http",
    "0",
    "1",
    "010",
    "08",
    "0x1f",
    "-1",
    "10.1",
    "::1",
    "eth0",
  ],
  ...[
    "dirs",
    "[",
    "]",
    "\u00A0",
    "\uFEFF",
    "\0",
    "\uFFFD",
    "\uD800",
    "\u2028",
    "keepalive",
    "witness",
    "sheduler",
    ",",
  ],
];
const broken = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

describe("parseLvsCf, whatever the text", () => {
  it("never throws, and what it makes of random pieces can be written and read again", () => {
    fc.assert(
      fc.property(fc.oneof(broken, fc.string({ unit: "binary" })), (text) => expectSane(parseLvsCf(text), text)),
      { numRuns: 600 },
    );
  });

  it("never throws on random bytes, read as UTF-8 or as Latin-1", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("utf8", "latin1"), (bytes, encoding) => {
        const text = Buffer.from(bytes).toString(encoding);
        expectSane(parseLvsCf(text), text);
      }),
    );
  });

  it("never throws on real files cut off, or with a piece changed", () => {
    const samples = SAMPLES.length > 0 ? SAMPLES.map(({ text }) => text) : ["virtual web {\nport = 80\n}\n"];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(8000),
        fc.nat(20),
        fc.option(broken),
        (sample, place, length, piece) => {
          const at = place % (sample.length + 1);
          const text = sample.slice(0, at) + (piece === null ? "" : piece + sample.slice(at + length));
          expectSane(parseLvsCf(text), text);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ["a long word", "a".repeat(10_000_000)],
    ["quotes", `send = ${'"'.repeat(10_000_000)}`],
    ["quotes with blanks", `virtual w {\nsend = ${'"a '.repeat(300_000)}`],
    ["escaped quotes", `virtual w {\nsend = ${'"\\'.repeat(500_000)}`],
    ["opening braces", `virtual ${"{".repeat(1_000_000)}`],
    ["headers on one line", "virtual w { ".repeat(80_000)],
    ["closing braces", "}".repeat(10_000_000)],
    ["blanks", " ".repeat(10_000_000)],
    ["odd blanks", "\u00A0".repeat(1_000_000)],
    ["comments", `keepalive = 6 ${"# ".repeat(500_000)}`],
    ["an address", `primary = ${"1.".repeat(5_000_000)}`],
    ["a host name", `primary = ${"a-".repeat(500_000)}!`],
    ["a number", `keepalive = ${"7".repeat(1_000_000)}`],
    ["a list", `virtual w {\ndirs = [ ${"x ".repeat(300_000)}`],
    ["a name", `virtual ${"n".repeat(1_000_000)} {\n}`],
    ["unknown blocks", "x {\n".repeat(30_000)],
    ["open blocks", "virtual a {\n".repeat(20_000)],
    ["equal signs", "= ".repeat(500_000)],
  ])("takes no time over megabytes of %s", (_, text) => {
    const start = performance.now();
    const { problems } = parseLvsCf(text);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(problems.length).toBeLessThanOrEqual(10_001);
  });
});

describe("a thousand virtual servers with ten real servers each", () => {
  it("are read and written at once", () => {
    const server = (at: number) =>
      `     server s${String(at)} {\n         address = 10.2.${String(at >> 8)}.${String(at & 255)}\n         active = 1\n     }\n`;
    const text = Array.from({ length: 1000 }, (_, at) => {
      const address = `10.1.${String(at >> 8)}.${String(at & 255)}`;
      const servers = Array.from({ length: 10 }, (__, which) => server(at * 10 + which)).join("");
      return `virtual web${String(at)} {\n     active = 1\n     address = ${address} eth0\n     vip_nmask = 255.255.255.255\n     expect = "HTTP"\n${servers}}\n`;
    }).join("");
    const start = performance.now();
    const { config, problems } = parseLvsCf(text);
    expect(performance.now() - start).toBeLessThan(1500); // 60 ms on a machine with nothing else to do
    expect(problems).toEqual([]);
    expect(renderLvsCf(config)).toBe(text);
  });
});

describe("parseLvsCf, however a file is laid out", () => {
  const layout = fc.record({
    equals: fc.constantFrom(" = ", "=", " =", "= ", "\t=\t", "  =  "),
    end: fc.constantFrom("", " ", "\t ", " # note", "   # a } and a { # more"),
    brace: fc.constantFrom(" {", "{", "\t{", "\n{", "\n\n  # here\n  {", " { # note"),
    close: fc.constantFrom("}", "} # end", "}   ", "\t} x"),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    between: fc.constantFrom("", "\n", "   \n", "# } note {\n", "\t# virtual x {\n"),
    mark: fc.constantFrom("", "\uFEFF"),
  });

  it("reads the same", () => {
    fc.assert(
      fc.property(lvsConfig, layout, (config, { equals, end, brace, close, lineEnd, between, mark }) => {
        // With its { on the next line, a block called = is a directive.
        fc.pre(!brace.startsWith("\n") || !/^ *[a-z]+ "?=/m.test(renderLvsCf(config)));
        const lines = renderLvsCf(config)
          .split("\n")
          .map((line) => {
            if (/^ *}$/.test(line)) return close;
            if (/^ *(virtual|failover|server|check) .* \{$/.test(line)) return line.slice(0, -2) + brace;
            // Behind a text with quotes or backslashes in it, a comment is part of the text or of nothing.
            const free = /\\?["'].*["'\\].*["']$/.test(line) || line === "";
            return line.replace(/^( *[a-z_]+) = /, `$1${equals}`) + (free ? "" : end);
          });
        const text = mark + (lines.join("\n") + "\n").replaceAll("\n", `\n${between}`).replaceAll("\n", lineEnd);
        expect(parseLvsCf(text).config).toEqual(config);
      }),
      { numRuns: 60 },
    );
  });
});
