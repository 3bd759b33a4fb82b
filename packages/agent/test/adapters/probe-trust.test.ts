import { describe, expect, it } from "vitest";
import { trustedProgram, type FileFacts } from "../../src/adapters/probe-trust.ts";

const HOME = "/etc/piranha/scripts";
type Entry = { mode?: number; uid?: number; file?: boolean; link?: string };

/** A file system in which everything is root's and well, except what the test says. */
function files(entries: { readonly [path: string]: Entry } = {}): FileFacts {
  const all: { readonly [path: string]: Entry } = {
    [`${HOME}/dns`]: { mode: 0o755, file: true },
    "/etc/shadow": { mode: 0o755, file: true },
    ...entries,
  };
  return {
    realpath: async (path) => all[path]?.link ?? path,
    lstat: async (path) => {
      const entry = all[path] ?? (/^(\/|\/etc|\/etc\/piranha|\/etc\/piranha\/scripts)$/.test(path) ? {} : undefined);
      if (!entry) throw Object.assign(new Error("lstat"), { code: "ENOENT" });
      const { uid = 0, mode = 0o755, file = false } = entry;
      return { uid, mode, isFile: () => file };
    },
  };
}
const trusted = (name: string, entries?: Parameters<typeof files>[0]) => trustedProgram(HOME, name, files(entries));

describe("trustedProgram", () => {
  it.each(["dns", `${HOME}/dns`, `${HOME}/../scripts/dns`])("finds %s", async (name) => {
    expect(await trusted(name)).toEqual({ ok: true, path: `${HOME}/dns` });
  });

  // prettier-ignore
  it.each<[string, Parameters<typeof files>[0], string]>([
    ["/usr/bin/curl", {}, "/usr/bin/curl is not in /etc/piranha/scripts: cp /usr/bin/curl /etc/piranha/scripts/curl and name it curl"],
    ["../../shadow", {}, "../../shadow is not in /etc/piranha/scripts"],
    [`${HOME}/../../shadow`, {}, "is not in /etc/piranha/scripts"],
    ["/etc/piranha/scripts-evil/x", {}, "is not in /etc/piranha/scripts"],
    ["..", {}, "is not in"],
    [".", {}, "is not in"],
    ["", {}, "is not in"],
    ["sub/dns", {}, "is not in"],
    ["absent", {}, "/etc/piranha/scripts/absent does not exist"],
    ["dns", { [`${HOME}/dns`]: { link: "/usr/bin/curl" } }, "is or leads through a link, to /usr/bin/curl: copy the file instead"],
    ["bash", { [`${HOME}/bash`]: { link: "/usr/bin/bash" }, "/usr/bin/bash": { file: true } }, "is or leads through a link"],
    ["dns", { [`${HOME}/dns`]: { file: false } }, "is not a regular file"],
    ["dns", { [`${HOME}/dns`]: { file: true, mode: 0o644 } }, "is not executable: chmod 755 /etc/piranha/scripts/dns"],
    ["dns", { [`${HOME}/dns`]: { file: true, uid: 1000 } }, "does not belong to root: chown root:root /etc/piranha/scripts/dns"],
    ["dns", { [`${HOME}/dns`]: { file: true, mode: 0o775 } }, "can be changed by others than root: chmod go-w /etc/piranha/scripts/dns"],
    ["dns", { [`${HOME}/dns`]: { file: true, mode: 0o757 } }, "chmod go-w /etc/piranha/scripts/dns"],
    ["dns", { [HOME]: { mode: 0o1777 } }, "chmod go-w /etc/piranha/scripts"],
    ["dns", { [HOME]: { uid: 7 } }, "chown root:root /etc/piranha/scripts"],
    ["dns", { "/etc/piranha": { mode: 0o775 } }, "chmod go-w /etc/piranha"],
    ["dns", { "/etc": { uid: 7 } }, "chown root:root /etc"],
    ["dns", { "/": { mode: 0o777 } }, "chmod go-w /"],
  ])("refuses %s with %j: %s", async (name, entries, why) => {
    expect(await trusted(name, entries)).toEqual({ ok: false, problem: expect.stringContaining(why) as string });
  });

  it("accepts a writable directory higher up when it is sticky: nobody can replace root's entries there", async () => {
    expect((await trusted("dns", { "/etc/piranha": { mode: 0o1775 } })).ok).toBe(true);
  });

  it("trusts a program of the system in the system's own directory", async () => {
    expect(await trustedProgram("/usr/bin", "setpriv")).toEqual({ ok: true, path: "/usr/bin/setpriv" });
  });
});
