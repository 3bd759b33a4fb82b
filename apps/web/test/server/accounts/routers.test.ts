import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCookie, sealCookie } from "../../../src/server/accounts/cookie.ts";
import { accountRouter } from "../../../src/server/routers/account-router.ts";
import { sessionRouter } from "../../../src/server/routers/session-router.ts";
import type { Services } from "../../../src/server/services.ts";
import { callerFactory, router } from "../../../src/server/trpc.ts";
import { fresh, OTHER_PASSWORD, PASSWORD, type Fresh } from "./fresh.ts";

const secret = "s".repeat(64);
const caller = callerFactory(router({ session: sessionRouter, account: accountRouter }));

let house: Fresh;
beforeEach(async () => {
  house = await fresh();
});
afterEach(() => house.close());

/** A browser with a cookie jar in front of the procedures. */
function browser(address = "192.0.2.1", cookie = "") {
  const jar = { cookie };
  const ask = async () => {
    const token = await readCookie(jar.cookie, secret);
    const { desk: accounts, audit } = house;
    return caller({
      services: { accounts, audit } as unknown as Services, // these two are all that these routers know
      who: token === null ? null : await accounts.sessionOf(token),
      address,
      browser: "Lynx",
      setCookie: async (value) => {
        jar.cookie = (await sealCookie(value, { secret, https: false })).split(";")[0] ?? "";
      },
    });
  };
  return {
    jar,
    ask,
    state: async () => (await (await ask()).session.state()).kind,
    signIn: async (password = PASSWORD, name = "piranha") => (await ask()).session.signIn({ name, password }),
  };
}

const lines = async () =>
  (await house.audit.list(undefined, 100)).map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`);

describe("the session procedures", () => {
  it("say what to run as long as there is no account", async () => {
    expect(await (await browser().ask()).session.state()).toEqual({ kind: "noPassword", command: "piranha-passwd" });
    await expect(browser().signIn("piranha")).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("let in, show who is in, and let out: the old cookie is dead", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const mine = browser();
    expect(await mine.state()).toBe("signedOut");
    expect(await mine.signIn()).toEqual({ name: "piranha", role: "admin" });
    expect(await (await mine.ask()).session.state()).toEqual({ kind: "signedIn", name: "piranha", role: "admin" });
    const old = browser("192.0.2.1", mine.jar.cookie);
    await (await mine.ask()).session.signOut();
    expect(await mine.state()).toBe("signedOut");
    expect(await old.state()).toBe("signedOut");
    await expect((await old.ask()).account.me()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("take a cookie that was touched for nobody's", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const mine = browser();
    await mine.signIn();
    const half = Math.floor(mine.jar.cookie.length / 2);
    mine.jar.cookie =
      mine.jar.cookie.slice(0, half) + (mine.jar.cookie[half] === "x" ? "y" : "x") + mine.jar.cookie.slice(half + 1);
    expect(await mine.state()).toBe("signedOut");
  });

  it("refuse wrong ones alike, whatever is wrong, and then say how long to wait", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const wrong = { code: "UNAUTHORIZED", message: "Wrong name or password" };
    for (let i = 0; i < 3; i++) await expect(browser().signIn("wrong", "piranha")).rejects.toMatchObject(wrong);
    for (let i = 0; i < 2; i++) await expect(browser().signIn("wrong", "nobody")).rejects.toMatchObject(wrong);
    await expect(browser().signIn()).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
      cause: { facts: { retryAfterSeconds: 1 } },
    });
  });

  it("write down who came and went, and never what was typed for an unknown name", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const mine = browser();
    await mine.signIn("wrong").catch(() => undefined);
    await mine.signIn(PASSWORD, "my secret password").catch(() => undefined);
    await mine.signIn();
    await (await mine.ask()).session.signOut();
    expect((await lines()).reverse()).toEqual([
      "piranha session.signIn wrong password",
      "unknown name session.signIn wrong password",
      "piranha session.signIn done",
      "piranha session.signOut done",
    ]);
  });
});

describe("the account procedures", () => {
  beforeEach(async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    await house.desk.setPassword("wallboard", PASSWORD, "viewer");
  });

  it("list my browsers, with this one marked, and end the other", async () => {
    const [mine, other] = [browser(), browser("192.0.2.2")];
    await other.signIn();
    await mine.signIn();
    const sessions = await (await mine.ask()).account.sessions();
    expect(sessions.map(({ address, current }) => [address, current]).sort()).toEqual([
      ["192.0.2.1", true],
      ["192.0.2.2", false],
    ]);
    const id = sessions.find(({ current }) => !current)?.id ?? "";
    await (await mine.ask()).account.endSession({ id });
    expect([await mine.state(), await other.state()]).toEqual(["signedIn", "signedOut"]);
    await expect((await mine.ask()).account.endSession({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("do not end somebody else's", async () => {
    const [mine, theirs] = [browser(), browser()];
    await mine.signIn();
    await theirs.signIn(PASSWORD, "wallboard");
    const [session] = await (await mine.ask()).account.sessions();
    await expect((await theirs.ask()).account.endSession({ id: session?.id ?? "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await mine.state()).toBe("signedIn");
  });

  it("end all of mine at once, and nobody else's", async () => {
    const [mine, other, theirs] = [browser(), browser(), browser()];
    await mine.signIn();
    await other.signIn();
    await theirs.signIn(PASSWORD, "wallboard");
    await (await mine.ask()).account.signOutEverywhere();
    expect([await mine.state(), await other.state(), await theirs.state()]).toEqual([
      "signedOut",
      "signedOut",
      "signedIn",
    ]);
  });

  it("change my password: every old cookie is dead", async () => {
    const [mine, other] = [browser(), browser()];
    await mine.signIn();
    await other.signIn();
    const old = browser("192.0.2.1", mine.jar.cookie);
    const change = async (current: string, next: string) =>
      (await mine.ask()).account.changePassword({ current, next });
    await expect(change("wrong", OTHER_PASSWORD)).rejects.toMatchObject({
      cause: { facts: { fields: { current: "This is not your password" } } },
    });
    await expect(change(PASSWORD, "short")).rejects.toMatchObject({
      cause: { facts: { fields: { next: expect.stringContaining("12") as string } } },
    });
    await change(PASSWORD, OTHER_PASSWORD);
    expect([await mine.state(), await other.state(), await old.state()]).toEqual([
      "signedOut",
      "signedOut",
      "signedOut",
    ]);
    await mine.signIn(OTHER_PASSWORD);
    expect((await lines()).filter((line) => line.includes("changePassword")).reverse()).toEqual([
      "piranha account.changePassword wrong password",
      "piranha account.changePassword done",
    ]);
  });

  it("show the list of accounts to the admin alone", async () => {
    const [mine, theirs] = [browser(), browser()];
    await mine.signIn();
    await theirs.signIn(PASSWORD, "wallboard");
    expect((await (await mine.ask()).account.list()).map(({ name }) => name)).toEqual(["piranha", "wallboard"]);
    await expect((await theirs.ask()).account.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await (await theirs.ask()).account.me()).toMatchObject({ name: "wallboard", role: "viewer" });
  });
});
