import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { refusalOf, startConsole, type Console } from "./console.ts";

let console: Console;
let admin = "";
let viewer = "";
beforeAll(async () => {
  console = await startConsole();
  admin = await console.signIn();
  viewer = await console.signIn("wallboard");
});
afterAll(() => console.close());
/** Whatever was done to it, it goes on. */
afterEach(async () => expect((await console.query("account.me", undefined, admin)).status).toBe(200));

const sendJson = (procedure: string, body: string | Buffer, cookie = admin) =>
  console.ask(`/api/trpc/${procedure}`, { method: "POST", headers: console.ours(cookie), body });

describe("sizes", () => {
  it("has a limit of 9 MB for whoever is signed in", async () => {
    const text = "a".repeat(10 << 20);
    const answer = await console.post("import.take", { text, draftVersion: 0 }, admin);
    expect(answer.status).toBe(413);
    expect(refusalOf(answer).message).toContain("9 MB");
  }, 20_000);

  it("has a limit of 16 KB for a stranger, wherever it goes", async () => {
    const body = JSON.stringify({ name: "piranha", password: "a".repeat(20_000) });
    expect((await sendJson("session.signIn", body, "")).status).toBe(413);
    const batch = await sendJson("session.signIn,import.preview?batch=1", `{"0":${body}}`, "");
    expect(batch.text).toContain("PAYLOAD_TOO_LARGE");
  });

  it("has a limit of calls in a batch", async () => {
    const of = (count: number) => Array<string>(count).fill("session.state").join(",");
    expect((await console.ask(`/api/trpc/${of(40)}?batch=1`)).status).toBe(200);
    expect((await console.ask(`/api/trpc/${of(41)}?batch=1`)).status).toBe(400);
    expect([400, 431]).toContain((await console.ask(`/api/trpc/${of(10_000)}?batch=1`)).status);
    const signIns = Array<string>(1_000).fill("session.signIn").join(",");
    expect((await sendJson(`${signIns}?batch=1`, "{}", "")).status).toBe(400);
  });

  it("has a limit of headers and of an address", async () => {
    expect((await console.ask(`/api/trpc/${"a".repeat(30_000)}`)).status).toBe(431);
    expect((await console.ask(`/${"a/".repeat(6_000)}`)).status).toBe(200);
    const headers = Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`x-${String(at)}`, "1"]));
    expect([400, 431]).toContain((await console.ask("/api/trpc/session.state", { headers })).status); // Host is not among those it reads
    expect(
      (await console.ask("/api/trpc/session.state", { headers: { cookie: `piranha=${"a".repeat(15_000)}` } })).status,
    ).toBe(200);
    expect(
      (await console.ask("/api/trpc/session.state", { headers: { cookie: "piranha=a; ".repeat(1_400) } })).status,
    ).toBe(200);
  });
});

describe("nonsense", () => {
  it.each([
    "",
    "{",
    "null",
    "[]",
    "1",
    '"a"',
    "{}{}",
    "\u0000",
    `{"a":"\\ud800"}`,
    "[".repeat(200_000),
    '{"a":'.repeat(100_000),
  ])("as a body is refused in words: %.20j", async (body) => {
    for (const name of [
      "virtuals.add",
      "draft.discard",
      "control.click",
      "import.take",
      "session.signIn,session.signIn?batch=1",
    ]) {
      const answer = await sendJson(name, body);
      expect([400, 207], `${name} ${answer.text}`).toContain(answer.status);
      expect(answer.text).not.toMatch(/node_modules|\/src\/|    at /);
    }
  });

  it.each(["{", "null", "[]", "1", '{"id":{"a":[]}}', "%", "[".repeat(5_000)])(
    "as an input of a question too: %.20j",
    async (input) => {
      for (const name of ["virtuals.get", "live.series", "revisions.compare"]) {
        const answer = await console.ask(`/api/trpc/${name}?input=${encodeURIComponent(input)}`, {
          headers: { cookie: admin },
        });
        expect(answer.status, answer.text).toBe(400);
      }
      expect((await console.ask("/api/trpc/virtuals.get?input=%E0%A4%A", { headers: { cookie: admin } })).status).toBe(
        400,
      );
      expect((await console.ask("/api/trpc/%E0%A4%A")).status).toBeLessThan(500);
    },
  );

  it("as names of fields changes no prototype", async () => {
    const bad =
      '{"__proto__":{"polluted":1,"role":"admin"},"constructor":{"prototype":{"polluted":1}},"name":"p","servers":[]}';
    await sendJson("virtuals.add", `{"value":${bad}}`);
    await sendJson(
      "virtuals.add",
      `{"value":{"name":"q","servers":[{"__proto__":{"polluted":1}}]},"__proto__":{"polluted":1}}`,
    );
    await sendJson("settings.set", `{"hash":"x","value":${bad}}`);
    await sendJson("control.click", `{"action":"drain","target":{"kind":"__proto__"}}`);
    await sendJson(
      "virtuals.setMany,virtuals.remove?batch=1",
      `{"__proto__":{"polluted":1},"0":{"ids":["__proto__"],"active":true},"1":{"id":"constructor","hash":""}}`,
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect((await console.post("account.list", {}, viewer)).status).toBe(405);
    expect((await console.query("account.list", undefined, viewer)).status).toBe(403);
  });

  it("as a target of the audit log is refused as an input, and written down", async () => {
    for (const router of [5, {}, { toString: 1 }, null, ["a"]]) {
      const answer = await console.post("control.reload", { router }, admin);
      expect(answer.status, answer.text).toBe(400);
      expect((await console.services.audit.list(undefined, 1))[0]).toMatchObject({
        action: "control.reload",
        target: "",
      });
    }
  });

  it("on the wire ends that connection and nothing else", async () => {
    const line = "GET /api/trpc/session.state HTTP/1.1\r\nHost: localhost\r\n";
    const post =
      "POST /api/trpc/draft.discard HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nSec-Fetch-Site: none\r\n";
    const garbage = [
      "\u0000\u0001\u0002\r\n\r\n",
      "GET\r\n\r\n",
      `${line}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`,
      `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      `${post}Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`,
      `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
      `${post}Content-Length: -1\r\n\r\n`,
      `${line}: no name\r\n\r\n`,
      `${line}a b: c\r\n\r\n`,
      "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
    ];
    const before = console.reached.length;
    for (const bytes of garbage)
      expect(await console.raw(Buffer.from(bytes, "latin1"), 300)).not.toMatch(/^HTTP\/1\.1 2/);
    expect(console.reached.slice(before).map(({ url }) => url)).not.toContain("/smuggled");
    const many = await console.raw(`${line}\r\n`.repeat(50) + "garbage\r\n\r\n", 1_500);
    expect(many.match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThanOrEqual(50);
  }, 20_000);
});

describe("time", () => {
  it("has a limit for headers and bodies that never end", () => {
    expect(console.server.headersTimeout).toBeLessThanOrEqual(15_000);
    expect(console.server.requestTimeout).toBeLessThanOrEqual(120_000);
    expect(console.server.maxConnections).toBeLessThanOrEqual(1_000);
  });

  it("is not taken from others by two hundred bodies that never end", async () => {
    const head = `POST /api/trpc/session.signIn HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: none\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`;
    const sockets = Array.from({ length: 200 }, () => {
      const socket = connect(console.port, "127.0.0.1", () => void socket.write(head));
      return socket.on("error", () => undefined);
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startMs = Date.now();
    expect((await console.query("session.state")).status).toBe(200);
    expect(Date.now() - startMs).toBeLessThan(2_000);
    for (const socket of sockets) socket.destroy();
  });
});

describe("a first start", () => {
  it("has no account and no password that opens it (CVE-2000-0248), and serves the sign-in page's question alone", async () => {
    const fresh = await startConsole({ accounts: false });
    try {
      expect((await fresh.query("session.state")).text).toContain("piranha-passwd");
      for (const name of ["piranha", "root", "admin"])
        for (const password of ["q", "Q", "piranha", "admin", "password", "root", " "]) {
          const { status, headers } = await fresh.post("session.signIn", { name, password });
          expect([401, 429]).toContain(status);
          expect(headers["set-cookie"]).toBeUndefined();
        }
      for (const name of ["virtuals.list", "audit.list", "live.events"])
        expect((await fresh.query(name)).status).toBe(401);
      expect(await fresh.services.accounts.anyAccount()).toBe(false);
    } finally {
      await fresh.close();
    }
  }, 30_000);
});

describe("words of refusal", () => {
  it("say what to do, and nothing of the inside when the console itself fails", async () => {
    const shown = refusalOf(await console.query("virtuals.get", { id: "none" }, admin));
    expect(shown.message).toContain("none");
    const input = refusalOf(
      await console.post("review.applyDraft", { draftVersion: -1, note: "a".repeat(600) }, admin),
    );
    expect(input.message).toContain("A note has at most 500 characters");
    expect(input.message).not.toMatch(/[{}[\]]/);
    const list = console.services.accounts.list;
    Object.assign(console.services.accounts, {
      list: () => Promise.reject(new Error("SELECT * FROM /var/lib/secret")),
    });
    const failed = await console.query("account.list", undefined, admin);
    Object.assign(console.services.accounts, { list });
    expect(failed.status).toBe(500);
    expect(failed.text).toContain("journalctl");
    expect(failed.text).not.toMatch(/SELECT|secret|\.ts|stack/);
  });
});
