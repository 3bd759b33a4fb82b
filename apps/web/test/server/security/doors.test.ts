import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startConsole, type Console } from "./console.ts";
import { ADMINS, OPEN, procedures, VIEWERS, type Listed } from "./procedures.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND"];

let console: Console;
let cookies: { forged: string; revoked: string; viewer: string; admin: string };
beforeAll(async () => {
  console = await startConsole();
  const revoked = await console.signIn();
  await console.post("session.signOut", {}, revoked);
  const admin = await console.signIn();
  cookies = {
    revoked,
    admin,
    viewer: await console.signIn("wallboard"),
    forged: `${admin.slice(0, 60)}x${admin.slice(61)}`,
  };
});
afterAll(() => console.close());

const call = (target: string, method: string, cookie: string) =>
  console.ask(`/api/trpc/${target}`, {
    method,
    headers: console.ours(cookie),
    ...(method !== "GET" && method !== "HEAD" && { body: "{}" }),
  });

/** The method a procedure answers to. */
const right = ({ kind }: Listed) => (kind === "mutation" ? "POST" : "GET");

describe("every procedure", () => {
  it("is named in one of the lists of this test", () => {
    expect(procedures.map((one) => one.path).sort()).toEqual([...OPEN, ...VIEWERS, ...ADMINS].sort());
  });

  for (const one of procedures.filter(({ path }) => !OPEN.includes(path)))
    for (const who of ["nobody", "forged", "revoked"] as const)
      it(`${one.path} is shut to ${who === "nobody" ? who : `a ${who} session`}`, async () => {
        const cookie = who === "nobody" ? "" : cookies[who];
        for (const method of METHODS) {
          const { status, text, headers } = await call(one.path, method, cookie);
          // a stream is opened before it is refused: the refusal is its only word
          const streams = one.kind === "subscription" && (method === "GET" || method === "POST");
          expect(status, `${method} ${one.path}`).toBe(streams ? 200 : method === right(one) ? 401 : 405);
          if (streams)
            expect(text).toMatch(/^event: serialized-error\ndata: .*"(UNAUTHORIZED|METHOD_NOT_SUPPORTED)".*\n+$/m);
          if (streams) expect(text).not.toContain("bootId");
          expect(headers["set-cookie"]).toBeUndefined();
        }
      });

  for (const one of procedures.filter(({ path }) => ADMINS.includes(path)))
    it(`${one.path} is shut to a viewer`, async () => {
      const { status, text } = await call(one.path, right(one), cookies.viewer);
      expect(status).toBe(403);
      expect(text).toContain("may look, not change");
    });

  for (const one of procedures.filter(({ kind }) => kind !== "subscription"))
    it(`${one.path} answers to ${right(one)} alone, whoever asks`, async () => {
      for (const method of METHODS.filter((method) => method !== right(one)))
        expect((await call(one.path, method, cookies.admin)).status, method).toBe(405);
    });

  it.each(["", "viewer"] as const)("is shut in a batch too, beside one that is open (%s)", async (who) => {
    const cookie = who && cookies[who];
    const shut = ADMINS.filter((path) => procedures.some((one) => one.path === path && one.kind === "mutation"));
    const answer = await call(`${shut.join(",")},session.signIn?batch=1`, "POST", cookie);
    const parts = JSON.parse(answer.text) as { error?: { data: { code: string } } }[];
    expect(parts.slice(0, -1).map(({ error }) => error?.data.code)).toEqual(
      shut.map(() => (who ? "FORBIDDEN" : "UNAUTHORIZED")),
    );
    expect(parts.at(-1)?.error?.data.code).toBe("BAD_REQUEST");
    const queries = VIEWERS.filter((path) => procedures.some((one) => one.path === path && one.kind === "query"));
    if (!who) {
      const { text } = await call(`session.state,${queries.join(",")}?batch=1`, "GET", "");
      const [state, ...rest] = JSON.parse(text) as { error?: { data: { code: string } } }[];
      expect(state?.error).toBeUndefined();
      expect(rest.map(({ error }) => error?.data.code)).toEqual(queries.map(() => "UNAUTHORIZED"));
    }
  });

  it("cannot be reached by another method in disguise", async () => {
    const disguises = { "x-http-method-override": "POST", "x-http-method": "POST", "x-method-override": "POST" };
    const answer = await console.ask("/api/trpc/session.signOut?methodOverride=POST&_method=POST", {
      headers: { cookie: cookies.viewer, ...disguises },
    });
    expect(answer.status).toBe(405);
    expect((await call("virtuals.list", "POST", cookies.viewer)).status).toBe(405);
  });

  it.each([
    "__proto__",
    "constructor",
    "toString",
    "session.__proto__",
    "session",
    "session.constructor.call",
    "",
    ".",
    "_def.procedures",
  ])("%j is none", async (name) => {
    for (const method of ["GET", "POST"]) expect((await call(name, method, cookies.admin)).status).toBe(404);
  });

  it.each([
    "/api//trpc/virtuals.list",
    "/API/trpc/virtuals.list",
    "/api/trpc%2fvirtuals.list",
    "/x/../api/trpc/virtuals.list",
    "/api/trpc",
  ])("%s is a page, not a side entrance", async (target) => {
    const before = console.reached.length;
    const { text } = await console.ask(target);
    expect(text).toContain("<title>page</title>");
    expect(console.reached.length).toBe(before + 1);
  });
});

const APP = fileURLToPath(new URL("../../../src/app/", import.meta.url));
const files = readdirSync(APP, { recursive: true, encoding: "utf8" });

/** Pages outside the group whose layout asks who it is. */
const OPEN_PAGES = ["sign-in/page.tsx"];

describe("every page", () => {
  it("stands behind the layout that asks who it is, but the one to sign in", () => {
    const pages = files.filter((file) => path.basename(file) === "page.tsx");
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.filter((file) => !file.startsWith("(console)/"))).toEqual(OPEN_PAGES);
    expect(readFileSync(path.join(APP, "(console)/layout.tsx"), "utf8")).toMatch(/await askDoor\(\)/);
  });

  it("has no route of its own, no server action and nothing of the server's but its door", () => {
    expect(files.filter((file) => /(^|\/)(route|middleware|proxy)\.[jt]sx?$/.test(file))).toEqual([]);
    const sources = files
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(path.join(APP, file), "utf8"));
    for (const source of sources) {
      expect(source).not.toMatch(/["']use server["']/);
      expect(source).not.toMatch(/^import (?!type )[^;]*~\/server/m);
    }
  });

  it("is looked at, never posted to", async () => {
    const before = console.reached.length;
    for (const method of METHODS.filter((method) => method !== "GET" && method !== "HEAD"))
      for (const target of ["/", "/sign-in", "/review", "/_next/static/x.js"])
        expect((await console.ask(target, { method, headers: console.ours(cookies.admin) })).status).toBe(405);
    expect(console.reached.length).toBe(before);
  });
});
