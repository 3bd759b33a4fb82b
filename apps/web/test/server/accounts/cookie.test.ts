import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sealData } from "iron-session";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCookie, sealCookie, withoutPlainCookie } from "../../../src/server/accounts/cookie.ts";
import { sessionSecret } from "../../../src/server/accounts/secret.ts";

const secret = "s".repeat(64);
const token = "t".repeat(43);
const seal = (value: string | null, https = false) => sealCookie(value, { secret, https });
const sent = (setCookie: string): string => setCookie.split(";")[0] ?? "";

describe("the cookie", () => {
  it("comes back as the token, among others", async () => {
    const cookie = sent(await seal(token));
    expect(await readCookie(cookie, secret)).toBe(token);
    expect(await readCookie(`a=b; ${cookie};c`, secret)).toBe(token);
  });

  it("does not say the token, is out of reach of scripts and of other sites, and lasts thirty days", async () => {
    const cookie = await seal(token);
    expect(cookie).not.toContain(token);
    expect(cookie).toMatch(/^piranha=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
  });

  it("belongs to this host and to https when it came by https, and wins over one that did not", async () => {
    const cookie = await seal(token, true);
    expect(cookie).toMatch(/^__Host-piranha=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/);
    const planted = sent(await seal("p".repeat(43)));
    expect(await readCookie(`${planted}; ${sent(cookie)}`, secret)).toBe(token);
  });

  it("counts by https only under its https name", async () => {
    const [plain, secure] = [sent(await seal(token)), sent(await seal(token, true))];
    expect(await readCookie(withoutPlainCookie(`a=b; ${plain}`), secret)).toBeNull();
    expect(await readCookie(withoutPlainCookie(`${plain}; ${secure}; c=d`), secret)).toBe(token);
  });

  it("is taken away by an empty one", async () => {
    expect(await seal(null)).toBe("piranha=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    expect(await readCookie(sent(await seal(null)), secret)).toBeNull();
  });

  it("is nobody's when one letter of it was changed", async () => {
    const cookie = sent(await seal(token));
    for (let at = "piranha=".length; at < cookie.length; at += 7) {
      const tampered = cookie.slice(0, at) + (cookie[at] === "A" ? "B" : "A") + cookie.slice(at + 1);
      expect(await readCookie(tampered, secret), `letter ${at}`).toBeNull();
    }
  });

  it("is nobody's when it was sealed elsewhere, holds something else, or is rubbish", async () => {
    expect(
      await readCookie(sent(await sealCookie(token, { secret: "x".repeat(64), https: false })), secret),
    ).toBeNull();
    for (const inside of [{}, { token: 1 }, { token: "short" }, { token: `${"t".repeat(42)};` }])
      expect(await readCookie(`piranha=${await sealData(inside, { password: secret })}`, secret)).toBeNull();
    for (const header of [
      null,
      "",
      "piranha",
      "piranha=",
      "piranha=x",
      "piranha=Fe26.2*1*",
      `piranha=${"x".repeat(100_000)}`,
      "=;=;",
    ])
      expect(await readCookie(header, secret), String(header).slice(0, 30)).toBeNull();
  });
});

describe("the secret", () => {
  let dir: string;
  beforeEach(() => {
    dir = path.join(mkdtempSync(path.join(tmpdir(), "piranha-secret-")), "data");
  });
  afterEach(() => rmSync(path.dirname(dir), { recursive: true, force: true }));

  it("is made at first start, for its owner alone, and stays", async () => {
    const first = await sessionSecret(dir);
    expect(first).toMatch(/^[\w-]{64}$/);
    expect(readdirSync(dir)).toEqual(["session.secret"]);
    expect((statSync(path.join(dir, "session.secret")).mode & 0o777).toString(8)).toBe("600");
    expect((statSync(dir).mode & 0o777).toString(8)).toBe("700");
    expect(await sessionSecret(dir)).toBe(first);
  });

  it("is one, when two start at once", async () => {
    const both = await Promise.all([sessionSecret(dir), sessionSecret(dir)]);
    expect(new Set(both).size).toBe(1);
  });

  it("is refused when it is damaged, in words", async () => {
    await sessionSecret(dir);
    chmodSync(path.join(dir, "session.secret"), 0o600);
    writeFileSync(path.join(dir, "session.secret"), "short\n");
    await expect(sessionSecret(dir)).rejects.toThrow(/session\.secret is damaged: delete it/);
  });
});
