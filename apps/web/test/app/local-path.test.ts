import { describe, expect, it } from "vitest";
import { localPath } from "../../src/app/sign-in/local-path";

describe("localPath", () => {
  it.each(["/", "/virtuals/web?tab=servers#x", "/history?before=3", "/signing", "/a//b"])("goes to %j", (to) =>
    expect(localPath(to)).toBe(to),
  );

  it.each([
    undefined,
    "",
    "virtuals",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n\\evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "http:evil.example",
    " //evil.example",
    "/sign-in",
    "/sign-in?to=/sign-in",
    "/api/trpc/session.signOut",
    "//",
    "//[",
  ])("stays at home for %j", (to) => expect(localPath(to)).toBe("/"));

  it("never names another host, whatever is put together from the pieces that could", () => {
    const pieces = ["/", "\\", ".", "..", "//", "%2e", "%2f", "@", ":", "\t", "\n", "evil.example", "?", "#", "http:"];
    for (let n = 0; n < 20_000; n++) {
      const to = `/${Array.from({ length: 5 }, (_, at) => pieces[Math.floor(n / pieces.length ** at) % pieces.length]).join("")}`;
      const { host } = new URL(localPath(to), "http://console.test/sign-in");
      expect(host, JSON.stringify(to)).toBe("console.test");
    }
  });
});
