import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startConsole, type Console } from "./console.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console.close());

const POISON = {
  "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
  "x-middleware-subrequest-id": "1",
  "x-middleware-rewrite": "http://evil.example/",
  "x-middleware-next": "1",
  "x-middleware-override-headers": "cookie",
  "x-middleware-set-cookie": "piranha=x",
  "x-middleware-request-cookie": "piranha=x",
  "x-invoke-path": "/review",
  "x-invoke-status": "200",
  "x-matched-path": "/review",
  "x-now-route-matches": "1",
  "x-prerender-revalidate": "1",
  "x-nextjs-data": "1",
  "x-nextjs-postponed": "1",
  "x-next-revalidated-tags": "a",
  "next-resume": "1",
  "next-action": "7f00",
  "x-nonce": "mine",
  "x-path": "//evil.example",
  "content-security-policy": "script-src 'nonce-mine'",
  "content-security-policy-report-only": "script-src 'nonce-mine'",
};

describe("what reaches the pages", () => {
  it("has none of the headers that steer Next (CVE-2025-29927), and the nonce of this answer", async () => {
    const answer = await console.ask("/review?tab=diff", { headers: POISON });
    const seen = console.reached.at(-1)?.headers ?? {};
    const nonce = /'nonce-([^']+)'/.exec(answer.headers["content-security-policy"]?.toString() ?? "")?.[1];
    const left = Object.entries(seen).filter(([name]) => name in POISON);
    expect(Object.fromEntries(left)).toEqual({
      "x-nonce": nonce,
      "x-path": "/review?tab=diff",
      "content-security-policy": answer.headers["content-security-policy"],
    });
  });

  it("changes nothing of who may call what", async () => {
    const { status } = await console.ask("/api/trpc/virtuals.list", { headers: POISON });
    expect(status).toBe(401);
  });

  it.each(["http://evil.example/", "//evil.example/", "/\\evil.example", "https://127.0.0.1/", "*", "evil"])(
    "is never %j, which could be another machine",
    async (target) => {
      const before = console.reached.length;
      expect(await console.raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 400 /,
      );
      expect(console.reached.length).toBe(before);
    },
  );

  it("is no upgrade and no tunnel", async () => {
    for (const head of ["GET /_next/hmr", "GET http://127.0.0.1:1/", "GET /api/trpc/live.follow"]) {
      const text = await console.raw(
        `${head} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
      expect(text).toBe("");
    }
    expect(await console.raw("CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n")).toBe("");
  });
});

describe("every answer", () => {
  it.each(["/", "/sign-in", "/api/trpc/session.state", "/api/trpc/none", "/api/trpc/virtuals.list"])(
    "%s has its policy",
    async (target) => {
      const { headers } = await console.ask(target);
      const directives = new Map(
        headers["content-security-policy"]
          ?.toString()
          .split("; ")
          .map((one) => [one.split(" ")[0] ?? "", one.split(" ").slice(1)]),
      );
      expect(directives.get("script-src")).toEqual([
        expect.stringMatching(/^'nonce-[\w+/=]{24}'$/),
        "'strict-dynamic'",
      ]);
      expect(directives.get("default-src")).toEqual(["'self'"]);
      for (const name of ["object-src", "base-uri", "frame-ancestors"])
        expect(directives.get(name)).toEqual(["'none'"]);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
      });
      expect(headers["x-powered-by"]).toBeUndefined();
      if (target.startsWith("/api")) expect(headers["content-type"]).toBe("application/json");
      if (target.startsWith("/api")) expect(headers["cache-control"]).toBe("no-store");
    },
  );

  it("has a nonce of its own", async () => {
    const policies = await Promise.all(
      [1, 2, 3].map(async () => (await console.ask("/")).headers["content-security-policy"]),
    );
    expect(new Set(policies).size).toBe(3);
  });
});
