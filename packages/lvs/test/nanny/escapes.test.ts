import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapedBytes, patternBytes, printable } from "../../src/nanny/escapes.ts";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

describe("escapedBytes", () => {
  it.each([
    [String.raw`GET / HTTP/1.0\r\n\r\n`, "GET / HTTP/1.0\r\n\r\n"],
    [String.raw`\\ \t \' \"`, "\\ \t ' \""],
    [String.raw`\x00\x7fA\xfF`, "\x00\x7fA\xff"],
    [String.raw`\d+\.\*`, String.raw`\d+\.\*`],
    [String.raw`\xg0 \x1 \X41 \0`, String.raw`\xg0 \x1 \X41 \0`],
    [String.raw`\\n`, String.raw`\n`],
    ["\\", "\\"],
    ["r", "r"],
    ["", ""],
  ])("reads %j as %j", (text, meant) => {
    expect(escapedBytes(text)).toEqual(bytes(meant));
  });

  it("writes other text as UTF-8, like TextEncoder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
        const plain = text.replaceAll("\\", "/");
        expect(escapedBytes(plain)).toEqual(Uint8Array.from(new TextEncoder().encode(plain)));
      }),
    );
    expect(escapedBytes("a\ud800b")).toEqual(Uint8Array.from(new TextEncoder().encode("a\ud800b")));
  });

  it("accepts every text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("\\", "x", "0", "r", "n", "'", "é", "\ud83d")), (parts) => {
        escapedBytes(parts.join(""));
        patternBytes(parts.join(""));
      }),
    );
  });
});

describe("patternBytes", () => {
  it("leaves \\xHH to the expression, where it is a byte and never syntax", () => {
    expect(patternBytes(String.raw`\r\n\x28\.`)).toEqual(bytes("\r\n\\x28\\."));
  });
});

describe("printable", () => {
  it("shows bytes as a text that stands for the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (value) => {
        expect(printable(value)).toMatch(/^[ -~]*$/);
        expect(escapedBytes(printable(value))).toEqual(value);
      }),
    );
  });

  it("shows no more than it is asked for", () => {
    expect(printable(bytes("abcdef"), 3)).toBe("abc");
  });
});
