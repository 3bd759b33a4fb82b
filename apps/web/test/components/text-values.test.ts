import { describe, expect, it } from "vitest";
import {
  addressPortOf,
  addressPortText,
  maskOf,
  numberOf,
  splitCidr,
  wordsOf,
} from "../../src/components/forms/text-values";

describe("maskOf", () => {
  it.each([
    ["", "", undefined],
    ["255.255.255.0", "", "255.255.255.0"],
    ["24", "", "255.255.255.0"],
    ["/24", "", "255.255.255.0"],
    [" 192.168.26.0/24 ", "", "255.255.255.0"],
    ["/0", "", "0.0.0.0"],
    ["/32", "", "255.255.255.255"],
    ["64", "2001:db8::1", "64"],
    ["/64", "2001:db8::1", "64"],
    ["2001:db8::/64", "", "64"],
    ["/33", "", "/33"],
    ["nonsense", "", "nonsense"],
    ["300.0.0.0/8", "", "255.0.0.0"],
  ])("reads %j beside %j as %j", (text, beside, mask) => {
    expect(maskOf(text, beside)).toBe(mask);
  });
});

describe("numberOf", () => {
  it("leaves what is no number to the schema's words", () => {
    expect([numberOf(""), numberOf(" 6 "), numberOf("0.25"), numberOf("6s"), numberOf("1e3")]).toEqual([
      undefined,
      6,
      0.25,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe("addressPortOf", () => {
  it.each(["192.0.2.1", "192.0.2.1:8080", "2001:db8::1", "[2001:db8::1]:80"])("gives %s back", (text) => {
    const read = addressPortOf(text);
    expect(read && addressPortText(read)).toBe(text);
  });

  it("leaves a missing port to the schema's words", () => {
    expect(addressPortOf("192.0.2.1:")).toEqual({ address: "192.0.2.1", port: Number.NaN });
  });
});

describe("splitCidr", () => {
  it("takes an address with its length apart", () => {
    expect(splitCidr("192.0.2.10/24")).toEqual({ address: "192.0.2.10", mask: "255.255.255.0" });
    expect(splitCidr("2001:db8::1/64")).toEqual({ address: "2001:db8::1", mask: "64" });
    expect(splitCidr("192.0.2.10")).toBeUndefined();
  });
});

describe("wordsOf", () => {
  it("takes blanks, commas and line ends for what separates", () => {
    expect(wordsOf("a, b\n c")).toEqual(["a", "b", "c"]);
    expect(wordsOf(" \n")).toBeUndefined();
  });
});
