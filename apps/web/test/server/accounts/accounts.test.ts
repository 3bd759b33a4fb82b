import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accounts } from "../../../src/server/accounts/accounts.ts";
import { COST } from "../../../src/server/accounts/scrypt.ts";
import { IDLE_MS, LONGEST_MS } from "../../../src/server/accounts/sessions.ts";
import { databaseFile } from "../../../src/server/db/data-dir.ts";
import { openDb } from "../../../src/server/db/open.ts";
import { CHEAP, fresh, OTHER_PASSWORD, PASSWORD, type Fresh } from "./fresh.ts";

let house: Fresh;
beforeEach(async () => {
  house = await fresh();
});
afterEach(() => house.close());

describe("accounts", () => {
  it("has none to begin with: nobody signs in with anything", async () => {
    expect(await house.desk.anyAccount()).toBe(false);
    for (const password of ["", "piranha", "admin", "q"])
      expect(await house.from("192.0.2.1").signIn(password)).toMatchObject({ kind: "wrong" });
  });

  it("signs in whoever knows the password, whatever the case of the name", async () => {
    expect(await house.desk.setPassword("piranha", PASSWORD, "admin")).toBeNull();
    expect(await house.desk.anyAccount()).toBe(true);
    const { token, who } = await house.enter(PASSWORD, " Piranha ");
    expect(who).toMatchObject({ name: "piranha", role: "admin" });
    expect(await house.desk.sessionOf(token)).toEqual(who);
  });

  it("keeps neither passwords nor tokens", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const { token } = await house.enter();
    const kept = JSON.stringify([await house.db.account.findMany(), await house.db.session.findMany()]);
    expect(kept).not.toContain(PASSWORD);
    expect(kept).not.toContain(token);
  });

  it("says nothing to a wrong password but that it is wrong", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    expect(await house.from("192.0.2.1").signIn("something else")).toEqual({ kind: "wrong", known: true });
    expect(await house.from("192.0.2.1", "nobody").signIn("something else")).toEqual({ kind: "wrong", known: false });
    expect(await house.from("192.0.2.1").signIn("x".repeat(1_000_000))).toEqual({ kind: "wrong", known: true });
  });

  it("takes as long for a name that is nobody's as for one that is somebody's", async () => {
    await house.close();
    house = await fresh({ cost: COST });
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const took = { piranha: [] as number[], nobody: [] as number[] };
    for (let round = 0; round < 4; round++)
      for (const name of ["piranha", "nobody"] as const) {
        const startedAtMs = performance.now();
        await house.from(`192.0.2.${round}`, name).signIn("something else");
        took[name].push(performance.now() - startedAtMs);
      }
    const ratio = Math.min(...took.piranha) / Math.min(...took.nobody);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  }, 30_000);

  it("refuses a weak password and leaves things as they were", async () => {
    expect(await house.desk.setPassword("piranha", "short", "admin")).toMatch(/at least 12 characters/);
    expect(await house.desk.anyAccount()).toBe(false);
  });

  it("lists everybody with what they are and when they were seen", async () => {
    await house.desk.setPassword("wallboard", OTHER_PASSWORD, "viewer");
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    await house.enter();
    expect(await house.desk.list()).toEqual([
      {
        name: "piranha",
        role: "admin",
        changedAtMs: house.clock.atMs,
        signedInAtMs: house.clock.atMs,
        seenAtMs: house.clock.atMs,
        sessions: 1,
      },
      {
        name: "wallboard",
        role: "viewer",
        changedAtMs: house.clock.atMs,
        signedInAtMs: null,
        seenAtMs: null,
        sessions: 0,
      },
    ]);
  });
});

describe("a session", () => {
  beforeEach(async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
  });

  it("is nobody's when its token is not one of ours", async () => {
    for (const token of ["", "x", "A".repeat(43)]) expect(await house.desk.sessionOf(token)).toBeNull();
  });

  it("is over at once when it signs out, and the others stay", async () => {
    const [mine, other] = [await house.enter(), await house.enter()];
    await house.desk.sessionOf(mine.token);
    expect(await house.desk.signOut(mine.who.sessionId)).toBe(true);
    expect(await house.desk.sessionOf(mine.token)).toBeNull();
    expect(await house.desk.alive(mine.who.sessionId)).toBe(false);
    expect(await house.desk.sessionOf(other.token)).not.toBeNull();
  });

  it("is not somebody else's to end", async () => {
    await house.desk.setPassword("wallboard", OTHER_PASSWORD, "viewer");
    const mine = await house.enter();
    const stranger = await house.enter(OTHER_PASSWORD, "wallboard");
    expect(await house.desk.signOut(mine.who.sessionId, stranger.who.accountId)).toBe(false);
    expect(await house.desk.sessionOf(mine.token)).not.toBeNull();
  });

  it.each(["signOutEverywhere", "setPassword", "changePassword", "remove"] as const)(
    "is over at once by %s",
    async (how) => {
      const [one, two] = [await house.enter(), await house.enter()];
      await Promise.all([one, two].map(({ token }) => house.desk.sessionOf(token)));
      const ended: string[] = [];
      house.desk.onRevoked((id) => ended.push(id));
      if (how === "signOutEverywhere") await house.desk.signOutEverywhere(one.who.accountId);
      if (how === "setPassword") await house.desk.setPassword("piranha", OTHER_PASSWORD, "admin");
      if (how === "changePassword") await house.desk.changePassword(one.who, PASSWORD, OTHER_PASSWORD, "192.0.2.1");
      if (how === "remove") await house.desk.remove("piranha");
      expect(ended.sort()).toEqual([one.who.sessionId, two.who.sessionId].sort());
      for (const { token } of [one, two]) expect(await house.desk.sessionOf(token)).toBeNull();
    },
  );

  it("ends after half a day without use", async () => {
    const { token } = await house.enter();
    house.clock.atMs += IDLE_MS - 1_000;
    expect(await house.desk.sessionOf(token)).not.toBeNull(); // this was a use
    house.clock.atMs += IDLE_MS - 1_000;
    expect(await house.desk.sessionOf(token)).not.toBeNull();
    house.clock.atMs += IDLE_MS + 1_000;
    expect(await house.desk.sessionOf(token)).toBeNull();
  });

  it("ends after thirty days however much it is used", async () => {
    const { token } = await house.enter();
    for (let used = 0; used < LONGEST_MS; used += IDLE_MS / 2) {
      expect(await house.desk.sessionOf(token)).not.toBeNull();
      house.clock.atMs += IDLE_MS / 2;
    }
    expect(await house.desk.sessionOf(token)).toBeNull();
  });

  it("writes down its use once a minute at most", async () => {
    const { token, who } = await house.enter();
    const seen = async () => (await house.desk.sessions(who.accountId))[0]?.seenAtMs;
    const startMs = house.clock.atMs;
    house.clock.atMs += 30_000;
    await house.desk.sessionOf(token);
    expect(await seen()).toBe(startMs);
    house.clock.atMs += 31_000;
    await house.desk.sessionOf(token);
    expect(await seen()).toBe(startMs + 61_000);
  });

  it("that another process ended is over within two seconds, and whoever follows it hears so", async () => {
    const wall = accounts(house.db, { cost: CHEAP }); // on the real clock, as a running console
    const result = await wall.signIn({ name: "piranha", password: PASSWORD, address: "192.0.2.1", browser: "" });
    if (result.kind !== "signedIn") throw new Error(result.kind);
    await wall.sessionOf(result.token);
    const heard = new Promise<string>((resolve) => wall.onRevoked(resolve));
    const elsewhere = openDb(databaseFile(house.dataDir));
    await accounts(elsewhere, { cost: CHEAP }).setPassword("piranha", OTHER_PASSWORD, "admin");
    const changedAtMs = performance.now();
    expect(await heard).toBe(result.who.sessionId);
    expect(performance.now() - changedAtMs).toBeLessThan(2_000);
    expect(await wall.sessionOf(result.token)).toBeNull();
    wall.close();
    await elsewhere.$disconnect();
  });

  it("does not outlive a password that is changed while it signs in", async () => {
    const entering = Promise.all([house.from("192.0.2.1").signIn(PASSWORD), house.from("192.0.2.1").signIn(PASSWORD)]);
    await house.desk.setPassword("piranha", OTHER_PASSWORD, "admin");
    for (const result of await entering)
      if (result.kind === "signedIn") expect(await house.desk.sessionOf(result.token)).toBeNull();
  });

  it("is one of fifty at most: the oldest goes", async () => {
    const { token, who } = await house.enter();
    const at = new Date(house.clock.atMs + 1);
    await house.db.session.createMany({
      data: Array.from({ length: 49 }, (_, i) => {
        return { id: `s${i}`, accountId: who.accountId, address: "", browser: "", createdAt: at, seenAt: at };
      }),
    });
    expect(await house.desk.sessionOf(token)).not.toBeNull();
    house.clock.atMs += 2;
    await house.enter();
    expect(await house.desk.sessionOf(token)).toBeNull();
    expect(await house.desk.sessions(who.accountId)).toHaveLength(50);
  });
});

describe("changing one's own password", () => {
  it("needs the current one, and a good new one that is another", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const { who } = await house.enter();
    const change = (current: string, next: string) => house.desk.changePassword(who, current, next, "192.0.2.1");
    expect(await change("something else", OTHER_PASSWORD)).toEqual({ kind: "wrong" });
    expect(await change(PASSWORD, "short")).toMatchObject({ kind: "weak" });
    expect(await change(PASSWORD, PASSWORD)).toMatchObject({ kind: "weak" });
    expect(await change(PASSWORD, OTHER_PASSWORD)).toEqual({ kind: "changed" });
    expect(await house.from("192.0.2.1").signIn(PASSWORD)).toMatchObject({ kind: "wrong" });
    await house.enter(OTHER_PASSWORD);
  });

  it("is no way to guess it: wrong ones are counted", async () => {
    await house.desk.setPassword("piranha", PASSWORD, "admin");
    const { who } = await house.enter();
    const kinds: string[] = [];
    for (let i = 0; i < 6; i++)
      kinds.push((await house.desk.changePassword(who, "something else", OTHER_PASSWORD, "192.0.2.1")).kind);
    expect(kinds).toEqual(["wrong", "wrong", "wrong", "wrong", "wrong", "wait"]);
  });
});
