import http, { type ClientRequest, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PASSWORD } from "../accounts/fresh.ts";
import { startConsole, type Console } from "./console.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console.close());

const open = new Set<ClientRequest>();
afterEach(() => {
  for (const request of open) request.destroy();
  open.clear();
});

type Stream = { readonly text: () => string; readonly response: IncomingMessage; readonly ended: Promise<number> };

const follow = (cookie: string): Promise<Stream> =>
  new Promise((resolve, reject) => {
    const path = `/api/trpc/live.follow?input=${encodeURIComponent('{"watch":[]}')}`;
    const request = http.get(
      { host: "127.0.0.1", port: console.port, path, agent: false, headers: { cookie } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text = (text + chunk).slice(-20_000)));
        const ended = new Promise<number>((end) => response.on("close", () => end(Date.now())));
        response.on("error", () => undefined);
        resolve({ text: () => text, response, ended });
      },
    );
    request.on("error", reject);
    open.add(request);
  });

/** Waits until something of the stream has arrived. */
const heard = async (stream: Stream, words: string) => {
  for (let tries = 0; tries < 200 && !stream.text().includes(words); tries++) await sleep(25);
  expect(stream.text()).toContain(words);
};

describe("a stream", () => {
  it.each(["sign-out", "another browser of the same account", "piranha-passwd"])(
    "ends within two seconds of its session, ended by %s",
    async (by) => {
      const cookie = await console.signIn("wallboard");
      const stream = await follow(cookie);
      await heard(stream, "bootId");
      const startMs = Date.now();
      if (by === "sign-out") await console.post("session.signOut", {}, cookie);
      else if (by === "piranha-passwd")
        await console.services.db.session.deleteMany({ where: { account: { name: "wallboard" } } });
      else await console.post("account.signOutEverywhere", {}, await console.signIn("wallboard"));
      const endMs = await Promise.race([stream.ended, sleep(4_000, Infinity)]);
      expect(endMs - startMs).toBeLessThan(2_500); // two, and what a busy machine adds
      expect(stream.text()).toContain("UNAUTHORIZED");
    },
  );

  it("is one of at most a hundred at once of a session; those that leave make room", async () => {
    const cookie = await console.signIn("wallboard");
    const streams = await Promise.all(Array.from({ length: 100 }, () => follow(cookie)));
    await Promise.all(streams.map((stream) => heard(stream, "bootId")));
    await heard(await follow(cookie), "TOO_MANY_REQUESTS");
    for (const { response } of streams.slice(0, 10)) response.destroy();
    await sleep(1_500);
    await heard(await follow(cookie), "bootId");
    expect((await console.query("session.state")).status).toBe(200);
  }, 20_000);
});

describe("a flood of sign-ins", () => {
  it("looks at few passwords at once, tells the rest to wait, and keeps a small table", async () => {
    const attempt = (at: number) =>
      console.post("session.signIn", {
        name: at % 2 ? "piranha" : `nobody${String(at)}`,
        password: `${PASSWORD}${String(at)}`,
      });
    const flood = Promise.all(Array.from({ length: 200 }, (_, at) => attempt(at)));
    for (let n = 0; n < 10; n++) expect((await console.query("session.state")).status).toBe(200);
    const statuses = (await flood).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(22);
    expect(await console.services.db.signInFailure.count()).toBeLessThanOrEqual(25);
  }, 30_000);
});
