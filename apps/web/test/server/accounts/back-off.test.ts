import { availableParallelism } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accounts } from "../../../src/server/accounts/accounts.ts";
import { backOff, waitSeconds } from "../../../src/server/accounts/back-off.ts";
import { CHEAP, fresh, OTHER_PASSWORD, PASSWORD, type Fresh } from "./fresh.ts";

describe("waitSeconds", () => {
  it("is nothing four times, then doubles up to a quarter of an hour", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(waitSeconds)).toEqual([0, 0, 0, 0, 1, 2, 4, 8]);
    expect([14, 15, 16, 1_000].map(waitSeconds)).toEqual([512, 900, 900, 900]);
  });
});

describe("back-off", () => {
  let house: Fresh;
  beforeEach(async () => {
    house = await fresh();
    await house.desk.setPassword("piranha", PASSWORD, "admin");
  });
  afterEach(() => house.close());

  const kinds = async (attempts: readonly (() => Promise<{ kind: string }>)[]) => {
    const said: string[] = [];
    for (const attempt of attempts) said.push((await attempt()).kind);
    return said;
  };
  const FIVE_AND_ONE = ["wrong", "wrong", "wrong", "wrong", "wrong", "wait"];

  it("counts by account, wherever the guesses come from", async () => {
    const guesses = [1, 2, 3, 4, 5, 6].map((n) => () => house.from(`198.51.100.${n}`).signIn("something else"));
    expect(await kinds(guesses)).toEqual(FIVE_AND_ONE);
    expect(await house.from("203.0.113.7").signIn(PASSWORD)).toEqual({ kind: "wait", seconds: 1 });
  });

  it("counts by address, whatever name is tried, known or not", async () => {
    const guesses = [1, 2, 3, 4, 5, 6].map(
      (n) => () => house.from("198.51.100.1", `name${n}`).signIn("something else"),
    );
    expect(await kinds(guesses)).toEqual(FIVE_AND_ONE);
    expect(await house.from("198.51.100.1").signIn(PASSWORD)).toMatchObject({ kind: "wait" });
    await house.enter(PASSWORD, "piranha", "198.51.100.2");
  });

  it("takes an IPv6 network for one address", async () => {
    const guesses = [1, 2, 3, 4, 5, 6].map(
      (n) => () => house.from(`2001:db8:1:2::${n}`, `name${n}`).signIn("something else"),
    );
    expect(await kinds(guesses)).toEqual(FIVE_AND_ONE);
    expect(await house.from("2001:db8:1:3::1").signIn(PASSWORD)).toMatchObject({ kind: "signedIn" });
  });

  it("doubles the wait with every further wrong one, and does not punish asking during it", async () => {
    const guess = () => house.from("198.51.100.1").signIn("something else");
    for (let i = 0; i < 5; i++) await guess();
    expect(await guess()).toEqual({ kind: "wait", seconds: 1 });
    expect(await guess()).toEqual({ kind: "wait", seconds: 1 });
    house.clock.atMs += 1_000;
    expect(await guess()).toMatchObject({ kind: "wrong" });
    expect(await guess()).toEqual({ kind: "wait", seconds: 2 });
    house.clock.atMs += 2_000;
    await house.enter(PASSWORD, "piranha", "198.51.100.1");
  });

  it("gives a hundred at once no more tries than a hundred in a row", async () => {
    const said = await Promise.all(
      Array.from({ length: 15 }, () => house.from("198.51.100.1").signIn("something else")),
    );
    expect(said.filter(({ kind }) => kind === "wrong")).toHaveLength(5);
  });

  it("hashes on all processors but one, and lets twenty more wait; the others are told to, without being counted", async () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      house.from(`198.51.100.${n}`, `name${n}`).signIn("something else"),
    );
    const said = await Promise.all(many);
    const looked = Math.max(1, availableParallelism() - 1) + 20;
    expect(said.filter(({ kind }) => kind === "wait")).toHaveLength(40 - looked);
    expect(await house.db.signInFailure.count()).toBe(2 * looked);
  }, 20_000);

  it("forgets the account's wrong ones when the right one comes, not the address's", async () => {
    for (let i = 0; i < 4; i++) await house.from("198.51.100.1").signIn("something else");
    await house.enter(PASSWORD, "piranha", "198.51.100.1");
    const rows = await house.db.signInFailure.findMany();
    expect(rows.map(({ subject, count }) => [subject, count])).toEqual([["address 198.51.100.1", 4]]);
  });

  it("lets the right person in from where they were before while strangers keep guessing", async () => {
    await house.enter(PASSWORD, "piranha", "192.0.2.1");
    for (let n = 0; n < 8; n++) await house.from(`198.51.100.${n}`).signIn("something else");
    expect(await house.from("192.0.2.2").signIn(PASSWORD)).toMatchObject({ kind: "wait" });
    await house.enter(PASSWORD, "piranha", "192.0.2.1");
    // and that forgives the strangers nothing
    expect(await house.from("198.51.100.99").signIn(PASSWORD)).toMatchObject({ kind: "wait" });
  });

  it("is remembered by the next process", async () => {
    for (let i = 0; i < 5; i++) await house.from("198.51.100.1").signIn("something else");
    const restarted = accounts(house.db, { now: () => house.clock.atMs, cost: CHEAP });
    const attempt = { name: "piranha", password: PASSWORD, address: "198.51.100.2", browser: "" };
    expect(await restarted.signIn(attempt)).toMatchObject({ kind: "wait" });
  });

  it("is over when an operator sets the password", async () => {
    for (let i = 0; i < 5; i++) await house.from(`198.51.100.${i}`).signIn("something else");
    await house.desk.setPassword("piranha", OTHER_PASSWORD, "admin");
    await house.enter(OTHER_PASSWORD);
  });

  it("keeps its table small: what was quiet for a day goes, and all beyond ten thousand", async () => {
    const atOf = (n: number) => new Date(house.clock.atMs - (n < 200 ? 25 * 3_600_000 : n));
    await house.db.signInFailure.createMany({
      data: Array.from({ length: 11_000 }, (_, n) => ({
        subject: `address ${n}`,
        count: 1,
        lastAt: atOf(n),
        untilAt: atOf(n),
      })),
    });
    const guesses = backOff(house.db, () => house.clock.atMs);
    for (let n = 0; n < 100; n++) await guesses.begin([`address x${n}`]);
    expect(await house.db.signInFailure.count()).toBe(10_000);
    expect(await house.db.signInFailure.findUnique({ where: { subject: "address 1" } })).toBeNull();
  }, 20_000);
});
