import { describe, expect, it } from "vitest";
import { unprivileged } from "../../src/adapters/probe-privileges.ts";

const SETGID = 1n << 6n;
const SETUID = 1n << 7n;
const SETPCAP = 1n << 8n;
const ALWAYS = ["--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs", "--pdeathsig=KILL", "--"];
const words = (root: boolean, capabilities: bigint, ...users: string[]) =>
  unprivileged({ root, capabilities, users: new Set(users) });

describe("unprivileged", () => {
  it("makes root piranha-check without any capability, ever", () => {
    expect(words(true, SETUID | SETGID | SETPCAP, "root", "piranha-check")).toEqual([
      "setpriv",
      "--reuid=piranha-check",
      "--regid=piranha-check",
      "--clear-groups",
      "--inh-caps=-all",
      "--ambient-caps=-all",
      "--bounding-set=-all",
      "--no-new-privs",
      "--pdeathsig=KILL",
      "--",
    ]);
  });

  it("makes root nobody where there is no piranha-check", () => {
    expect(words(true, SETUID, "root")).toContain("--reuid=65534");
  });

  it("makes an agent that may change users piranha-check, and leaves it its user where there is none", () => {
    expect(words(false, SETUID | SETGID, "piranha-check")).toContain("--reuid=piranha-check");
    expect(words(false, SETUID | SETGID)).toEqual(["setpriv", ...ALWAYS]);
  });

  it("takes the capabilities away even when it may change nothing else", () => {
    expect(words(false, 0n, "piranha-check")).toEqual(["setpriv", ...ALWAYS]);
  });
});
