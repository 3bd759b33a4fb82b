import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOptions, UsageError } from "../../../src/main/options.ts";
import { sshArguments } from "../../../src/server/agent/ssh-door.ts";
import { refusalOf, startConsole, type Answer, type Console } from "./console.ts";
import { procedures } from "./procedures.ts";

let console: Console;
let cookie = "";
let files: readonly string[];
beforeAll(async () => {
  console = await startConsole();
  cookie = await console.signIn();
  files = console.strangeFiles();
});
afterAll(() => console.close());

/** What a shell, ssh, ipvsadm, SQL, HTML or JavaScript would do something with. */
const hostile = (): string[] => {
  const file = path.join(console.dataDir, "pwned");
  return [
    `$(touch ${file})`,
    `\`touch ${file}\``,
    `a; touch ${file}`,
    `a\ntouch ${file}\n`,
    `a | touch ${file} &`,
    `-oProxyCommand=touch ${file}`,
    "--help",
    "'; DROP TABLE Account; --",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "../../../../etc/passwd",
    "a\u0000b",
    "a\r\nSet-Cookie: x=y",
    "\u202Eevil",
    "{{7*7}}${7*7}",
  ];
};

/** An input of the right shape for every procedure, with `bad` wherever a text goes. */
const inputs = (bad: string): Record<string, unknown> => {
  const virtual = {
    name: bad,
    address: { host: bad, device: bad },
    servers: [],
    send: bad,
    startCommand: bad,
    loadMonitor: bad,
  };
  const server = { name: bad, address: bad };
  return {
    "session.signIn": { name: bad, password: bad },
    "account.endSession": { id: bad },
    "account.changePassword": { current: bad, next: bad },
    "live.series": { router: bad, subject: bad, span: "hour" },
    "control.click": {
      action: "drain",
      target: { kind: "many", targets: [{ virtual: bad, server: bad }] },
      until: bad,
    },
    "control.probe": { virtual: bad, server: bad },
    "control.pulse": { router: bad, command: "stop" },
    "control.reload": { router: bad },
    "draft.discard": { version: bad },
    "draft.settle": { conflictId: bad },
    "settings.set": {
      hash: bad,
      value: { primary: bad, activeCommand: bad, ipvsadm: bad, syncInterface: bad, [bad]: bad },
    },
    "virtuals.get": { id: bad },
    "virtuals.add": { value: virtual, afterId: bad },
    "virtuals.set": { id: bad, hash: bad, value: virtual },
    "virtuals.remove": { id: bad, hash: bad },
    "virtuals.duplicate": { id: bad, name: bad },
    "virtuals.setMany": { ids: [bad], active: true },
    "virtuals.setServer": { id: bad, serverId: bad, hash: bad, value: server },
    "virtuals.removeServer": { id: bad, serverId: bad, hash: bad },
    "review.applyDraft": { draftVersion: 0, note: bad, only: [bad] },
    "revisions.list": { before: bad },
    "revisions.get": { id: bad },
    "revisions.compare": { a: bad, b: bad },
    "revisions.restore": { id: bad },
    "import.preview": { text: `virtual ${bad} {\n send = "${bad}"\n}\n${bad}` },
    "audit.list": { beforeId: bad },
  };
};

/** No words for people name a file of ours, a statement, or a line of the program. */
const LEAKS = /node_modules|\/src\/|\.ts:\d|prisma|SQLITE|SELECT |libsql|at (?:async )?[\w.]+ \(|<anonymous>|stack/i;

const call = (name: string, input: unknown): Promise<Answer> =>
  procedures.some((one) => one.path === name && one.kind === "mutation")
    ? console.post(name, input, cookie)
    : console.query(name, input, cookie);

describe("texts that mean something elsewhere (CVE-2000-0322)", () => {
  it("are only texts to every procedure that takes any", async () => {
    const takesNone = procedures.filter(({ path: name }) => !(name in inputs("")) && name !== "import.take");
    for (const { path: name } of takesNone)
      expect(name).toMatch(/state|me|sessions|list|get|last|running|summary|events|interfaces|sign|follow/i);
    for (const bad of hostile())
      for (const [name, input] of Object.entries(inputs(bad))) {
        if (name === "account.changePassword") continue; // guesses: below
        const answer = await call(name, input);
        expect(answer.status, `${name} ${bad}: ${answer.text}`).toBeLessThan(503);
        expect(answer.status, `${name} ${bad}: ${answer.text}`).not.toBe(500);
        expect(answer.headers["content-type"]).toBe("application/json");
        expect(Object.keys(answer.headers).filter((header) => header === "set-cookie")).toEqual([]);
        if (answer.status !== 200) expect(refusalOf(answer).message.replaceAll(bad, "…"), name).not.toMatch(LEAKS);
      }
    expect(console.strangeFiles()).toEqual(files);
    expect((await console.query("account.me", undefined, cookie)).status).toBe(200);
  }, 60_000);

  it("come back as what they were, as JSON", async () => {
    const send = "<script>alert('1')</script> $(touch x) `x`";
    const value = { name: "web", servers: [], send };
    const added = await console.post("virtuals.add", { value }, cookie);
    expect(added.status, added.text).toBe(200);
    const { text, headers } = await console.query("virtuals.get", { id: "web" }, cookie);
    expect(headers["content-type"]).toBe("application/json");
    expect((JSON.parse(text) as { result: { data: { value: unknown } } }).result.data.value).toMatchObject(value);
  });

  it("make no name when they have quotes, braces, slashes or control characters", async () => {
    for (const name of hostile()) {
      const answer = await console.post("virtuals.add", { value: { name, servers: [] } }, cookie);
      if (/["'{}#/]|\p{Cc}/u.test(name)) expect([answer.status, name]).toEqual([400, name]);
    }
  });
});

const SOURCES = ["../../../src", "../../../../../packages/agent/src", "../../../../../packages/lvs/src"].flatMap(
  (folder) => {
    const root = fileURLToPath(new URL(folder, import.meta.url));
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes("generated/"))
      .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));
  },
);

describe("the sources", () => {
  it("never ask for a shell, and start programs in the files that are known for it", () => {
    expect(SOURCES.length).toBeGreaterThan(200);
    for (const { file, text } of SOURCES) {
      expect(text, file).not.toMatch(
        /shell:\s*(true|["'`])|\bexecSync\b|\bexec(File)?\s*\(\s*[`"']|\bspawn\w*\s*\(\s*\[?\s*["'`](\/bin\/)?(ba|da)?sh["'`]/,
      );
      expect(text, file).not.toMatch(/\beval\s*\(|new Function\s*\(|dangerouslySetInnerHTML|\.innerHTML\s*=/);
      expect(text, file).not.toMatch(/\$(queryRawUnsafe|executeRawUnsafe)/);
    }
    const starters = SOURCES.filter(({ text }) => /from "(node:)?child_process"/.test(text)).map(({ file }) => file);
    expect(starters.filter((file) => !/^(adapters|cli)\//.test(file))).toEqual(["server/agent/ssh-door.ts"]);
  });
});

describe("the command line", () => {
  const ssh = ["--ssh-key", "/k", "--ssh-known-hosts", "/h"];
  it.each([
    "lefty=ssh://-oProxyCommand=touch@host",
    "lefty=ssh://a@-oProxyCommand=touch",
    "lefty=ssh://-l@host",
    "lefty=ssh://a@host;touch x",
    "lefty=ssh://a@$(touch x)",
    "lefty=ssh://a@`touch x`",
    "lefty=ssh://a@host touch",
    "lefty=ssh://a@host\ntouch",
    "lefty=ssh://a b@host",
    "lefty=ssh://a@host:22x",
    "lefty=ssh://a@[::1",
    "lefty=unix:relative",
    "lefty=http://host",
    "-lefty=unix:/x",
    "le/fty=unix:/x",
    "<b>=unix:/x",
    "=unix:/x",
    "lefty",
  ])("refuses the router %j and says what to write", (router) => {
    expect(() => readOptions([`--router=${router}`, ...ssh])).toThrow(UsageError);
  });

  it("keeps a hostile value a value: ssh reads no option from one", () => {
    const options = readOptions([
      "--router",
      "lefty=ssh://piranha@lefty:22",
      "--ssh-key=-oProxyCommand=touch x",
      "--ssh-known-hosts=$(touch x)",
    ]);
    if (options === "help" || options.routers[0]?.door.kind !== "ssh") throw new Error("no ssh router");
    const args = sshArguments(options.routers[0].door);
    expect(args.slice(args.indexOf("-i"), args.indexOf("-i") + 2)).toEqual(["-i", "-oProxyCommand=touch x"]);
    expect(args.slice(args.indexOf("--"))).toEqual(["--", "piranha@lefty", "connect"]);
    expect(args).toContain("StrictHostKeyChecking=yes");
    expect(args).toContain("BatchMode=yes");
    expect(args.slice(0, 2)).toEqual(["-F", "none"]);
  });

  it.each([
    ["--port", "1;x"],
    ["--port", "99999"],
    ["--port", "-1"],
    ["--host", "0.0.0.0"],
    ["--host", "$(x)"],
    ["--host", "127.0.0.1.evil.example"],
    ["--tls-cert", "/c"],
    ["--shell", "x"],
  ])("refuses %s %s", (...argv) => expect(() => readOptions(argv)).toThrow(UsageError));
});
