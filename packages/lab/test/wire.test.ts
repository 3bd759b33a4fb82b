import { describe, expect, it } from "vitest";
import { encode, frames, lineSplitter, unframer } from "../src/wire.ts";

/** What arrives at the other end, however the bytes are cut up on the way. */
function carry(message: unknown, chunkLength: number): unknown[] {
  const arrived: unknown[] = [];
  const receive = lineSplitter(unframer((encoded) => arrived.push(JSON.parse(encoded))));
  const bytes = frames(encode(message))
    .map((frame) => `${frame}\n`)
    .join("");
  for (let start = 0; start < bytes.length; start += chunkLength) receive(bytes.slice(start, start + chunkLength));
  return arrived;
}

describe("the wire", () => {
  const text = 'line\nfeed, "quotes", \\, \u0000, \u007f, grüße, 日本, \u{1f41f}, \u2028'.repeat(100);

  it.each([1, 7, 2001, 1_000_000])("carries any text in chunks of %d", (chunkLength) => {
    expect(carry({ text }, chunkLength)).toEqual([{ text }]);
  });

  it("sends nothing but printable ASCII, in frames the guest's terminal can hold", () => {
    for (const frame of frames(encode({ text }))) {
      expect(frame).toMatch(/^[ -~]*$/);
      expect(frame.length).toBeLessThan(4096);
    }
  });

  it("carries messages one after the other", () => {
    const lines: string[] = [];
    const receive = lineSplitter((line) => lines.push(line));
    for (const chunk of ["on", "e\ntwo\nth", "", "ree", "\n\n", "rest"]) receive(chunk);
    expect(lines).toEqual(["one", "two", "three", ""]);
  });
});
