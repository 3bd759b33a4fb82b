import { describe, expect, it } from "vitest";
import { networkOf } from "../../../src/server/accounts/network.ts";
import { passwordProblem } from "../../../src/server/accounts/password-rule.ts";
import { hashPassword, verifyPassword } from "../../../src/server/accounts/scrypt.ts";

describe("a stored password", () => {
  it("carries its parameters and a salt of its own", async () => {
    const [one, two] = await Promise.all([hashPassword("herring tuba orbit"), hashPassword("herring tuba orbit")]);
    expect(one).toMatch(/^scrypt\$32768,8,3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword("herring tuba orbit", one)).toBe(true);
    expect(await verifyPassword("herring tuba orbiT", one)).toBe(false);
  });

  it("fits however its letters were typed", async () => {
    const stored = await hashPassword("Zürich café naïve".normalize("NFC"));
    expect(await verifyPassword("Zürich café naïve".normalize("NFD"), stored)).toBe(true);
  });

  it("can have been made at another cost", async () => {
    const cheap = "scrypt$1024,8,1$AAAAAAAAAAAAAAAAAAAAAA$";
    expect(await verifyPassword("x", `${cheap}${"A".repeat(43)}`)).toBe(false);
  });

  it.each([null, "", "plain", "scrypt$0,0,0$$", "x".repeat(10_000)])("is nobody's when it is %j", async (stored) => {
    expect(await verifyPassword("", stored)).toBe(false);
  });
});

describe("passwordProblem", () => {
  it.each([
    ["short", /at least 12 characters; this has 5/],
    ["", /at least 12/],
    ["😀😀😀😀😀😀😀😀😀😀😀", /this has 11/],
    ["x".repeat(201), /at most 200/],
    ["aaaaaaaaaaaaaaaa", /Everybody guesses/],
    ["abababababab", /Everybody guesses/],
    ["wallboard123", /the account's name/],
    ["wallboardWallboard", /the account's name/],
    ["Password1234", /Everybody guesses/],
    ["piranhapiranha", /Everybody guesses/],
    ["123456789012", /Everybody guesses/],
    ["qwertyuiop123", /Everybody guesses/],
  ])("refuses %j", (password, words) => expect(passwordProblem(password, "wallboard")).toMatch(words));

  it.each(["herring tuba orbit", "piranha swims upstream", "Tr0ub4dor&3xyz", "ключ под ковриком"])(
    "takes %j",
    (password) => expect(passwordProblem(password, "piranha")).toBeNull(),
  );
});

describe("networkOf", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    ["", ""],
    ["what?", "what?"],
  ])("of %j is %j", (address, network) => expect(networkOf(address)).toBe(network));
});
