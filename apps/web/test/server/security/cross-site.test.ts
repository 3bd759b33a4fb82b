import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startConsole, type Console } from "./console.ts";
import { PASSWORD } from "../accounts/fresh.ts";

describe("a change asked for by another site", () => {
  let console: Console;
  let cookie = "";
  beforeAll(async () => {
    console = await startConsole();
    cookie = await console.signIn();
  });
  afterAll(() => console.close());

  /** What an admin's browser could be made to send; whether the audit log has a line of it tells whether it ran. */
  const discard = async (
    headers: Record<string, string | undefined>,
    body = '{"version":0}',
    name = "draft.discard",
  ) => {
    const before = (await console.services.audit.list(undefined, 1))[0]?.id;
    const sent = Object.fromEntries(
      Object.entries<string | undefined>({ ...console.ours(cookie), ...headers }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const { status } = await console.ask(`/api/trpc/${name}`, { method: "POST", headers: sent, body });
    const ran = (await console.services.audit.list(undefined, 1))[0]?.id !== before;
    return { status, ran };
  };

  it("runs when it is our own page's", async () => expect(await discard({})).toMatchObject({ ran: true }));

  it.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    [
      "another site, to a browser that says only Origin",
      { origin: "https://evil.example", "sec-fetch-site": undefined },
    ],
    ["another site that says it is ours", { origin: "https://evil.example" }],
    ["a site that says nothing at all", { origin: undefined, "sec-fetch-site": undefined }],
    ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["a file", { origin: "null", "sec-fetch-site": undefined }],
    ["another port of this machine", { origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" }],
    ["another port, to an old browser", { origin: "http://127.0.0.1:1", "sec-fetch-site": undefined }],
    ["another name of this machine", { origin: "http://localhost", "sec-fetch-site": undefined }],
    ["a name that begins like ours", { origin: "http://127.0.0.1.evil.example", "sec-fetch-site": undefined }],
    ["something that is no address", { origin: "127.0.0.1", "sec-fetch-site": undefined }],
    ["a site that claims a proxy", { origin: "http://evil.example", "x-forwarded-host": "evil.example" }],
    ["a word that Sec-Fetch-Site has not", { "sec-fetch-site": "ours" }],
    ["two Sec-Fetch-Site in one", { "sec-fetch-site": "same-origin, cross-site" }],
  ])("is refused from %s", async (_, headers) => expect(await discard(headers)).toEqual({ status: 403, ran: false }));

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/jsonl",
    "application/json-patch",
    "text/plain; application/json",
    "application/json, multipart/form-data",
    "",
  ])("is refused as %j, which a form could send", async (type) =>
    expect(await discard({ "content-type": type })).toEqual({ status: 415, ran: false }),
  );

  it("is refused as a form that has a field for it", async () => {
    const form = '--x\r\nContent-Disposition: form-data; name="version"\r\n\r\n0\r\n--x--\r\n';
    expect(await discard({ "content-type": "multipart/form-data; boundary=x" }, form)).toEqual({
      status: 415,
      ran: false,
    });
  });

  it("is refused in a batch, and sign-in and sign-out are refused too", async () => {
    const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    for (const name of ["draft.discard,session.signOut?batch=1", "session.signIn", "session.signOut"])
      expect(await discard(evil, "{}", name)).toEqual({ status: 403, ran: false });
  });

  it("cannot even look: a script or an image of another site gets nothing", async () => {
    for (const site of ["cross-site", "same-site"]) {
      const { status } = await console.ask("/api/trpc/virtuals.list", { headers: { cookie, "sec-fetch-site": site } });
      expect(status).toBe(403);
    }
    const { headers } = await console.query("virtuals.list", undefined, cookie);
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(
      (await console.ask("/api/trpc/virtuals.add", { method: "OPTIONS", headers: { origin: "http://evil.example" } }))
        .status,
    ).toBe(405);
  });

  it("is refused to a name of the Internet that was made to point here", async () => {
    const host = `evil.example:${String(console.port)}`;
    for (const target of ["/", "/sign-in", "/api/trpc/session.state"])
      expect((await console.ask(target, { headers: { host } })).status).toBe(421);
    expect(await discard({ host, origin: `http://${host}` })).toEqual({ status: 421, ran: false });
    for (const name of ["localhost", "[::1]", "127.0.0.1", "lefty"])
      expect((await console.ask("/api/trpc/session.state", { headers: { host: `${name}:3636` } })).status, name).toBe(
        200,
      );
  });
});

describe("the cookie", () => {
  let console: Console;
  afterEach(() => console.close());
  const setCookie = async (headers: Record<string, string> = {}) =>
    (
      await console.ask("/api/trpc/session.signIn", {
        method: "POST",
        headers: { ...console.ours(), ...headers },
        body: JSON.stringify({ name: "piranha", password: PASSWORD }),
      })
    ).headers["set-cookie"] ?? [];

  it("is for the console alone, and a sign-in never takes over the one that came", async () => {
    console = await startConsole();
    const [first = ""] = await setCookie();
    expect(first).toMatch(/^piranha=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const planted = first.split(";")[0] ?? "";
    const [second = ""] = await setCookie({ cookie: planted });
    expect(second.split(";")[0]).not.toBe(planted);
    const [third = ""] = await setCookie({ cookie: "piranha=chosen-by-somebody-else" });
    expect(third).not.toContain("chosen");
  });

  describe("over https", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "piranha-tls-"));
    const [key, cert] = [path.join(dir, "key.pem"), path.join(dir, "cert.pem")];
    beforeAll(() => {
      const subject = [
        "-subj",
        "/CN=localhost",
        "-days",
        "2",
        "-nodes",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
      ];
      execFileSync("openssl", ["req", "-x509", ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    });
    afterAll(() => rmSync(dir, { recursive: true }));
    beforeEach(async () => {
      console = await startConsole({ tls: { key: readFileSync(key), cert: readFileSync(cert) } });
    });

    it("never travels in the clear and belongs to this host", async () => {
      const [cookie = ""] = await setCookie();
      expect(cookie).toMatch(/^__Host-piranha=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/);
      const { headers } = await console.query("session.state");
      expect(headers["strict-transport-security"]).toBeDefined();
    });

    it("is not asked for by the same name over http", async () => {
      const origin = console.own.replace("https:", "http:");
      const { status } = await console.ask("/api/trpc/session.signIn", {
        method: "POST",
        headers: { ...console.ours(), origin },
        body: "{}",
      });
      expect(status).toBe(403);
    });
  });

  it("is the secure one behind a proxy that speaks TLS, and X-Forwarded-* mean nothing without a proxy", async () => {
    console = await startConsole({ behindProxy: true });
    const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "lb.example", origin: "https://lb.example" };
    expect((await setCookie({ ...forwarded, "x-forwarded-for": "6.6.6.6, 192.0.2.9" }))[0]).toContain(
      "__Host-piranha=",
    );
    const [line] = await console.services.audit.list(undefined, 1);
    expect(line?.address).toBe("192.0.2.9");
    await console.close();
    console = await startConsole();
    expect((await setCookie({ "x-forwarded-proto": "https", "x-forwarded-for": "6.6.6.6" }))[0]).toMatch(/^piranha=/);
    expect((await console.services.audit.list(undefined, 1))[0]?.address).toBe("127.0.0.1");
  });
});
