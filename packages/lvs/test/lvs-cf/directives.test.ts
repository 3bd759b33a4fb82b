import { describe, expect, it } from "vitest";
import {
  checkSchema,
  failoverServiceSchema,
  globalSettingsSchema,
  realServerSchema,
  virtualServerSchema,
} from "../../src/config/index.ts";
import { checkKindsOf, directiveOf, directiveOfField, DIRECTIVES, LEVELS, parseLvsCf } from "../../src/lvs-cf/index.ts";

const BLOCKS = ["name", "servers", "checks"];

describe("the table of directives", () => {
  it.each([
    ["global", globalSettingsSchema.shape],
    ["virtual", virtualServerSchema.shape],
    ["failover", failoverServiceSchema.shape],
    ["server", realServerSchema.shape],
    ["check", Object.assign({}, ...checkSchema.options.map(({ shape }) => shape)) as object],
  ] as const)("has a row for every field of a %s block, and no other", (level, shape) => {
    const fields = Object.keys(shape).filter((field) => !BLOCKS.includes(field));
    expect(DIRECTIVES[level].map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
  });

  it.each(LEVELS)("has a different key in every row of %s", (level) => {
    const keys = DIRECTIVES[level].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const directive of DIRECTIVES[level]) {
      expect(directiveOf(level, directive.key)).toBe(directive);
      expect(directiveOfField(level, directive.field)).toBe(directive);
    }
  });

  it("has examples that can be read, and help that is a sentence", () => {
    for (const level of LEVELS)
      for (const { key, codec, help, source } of DIRECTIVES[level]) {
        const kind = checkKindsOf(directiveOf(level, key)?.field ?? "")[0] ?? "tcp";
        const line = `${key} = ${codec.example}`;
        const text = {
          global: line,
          virtual: `virtual w {\n${line}\n}`,
          failover: `failover f {\n${line}\n}`,
          server: `virtual w {\nserver a {\n${line}\n}\n}`,
          check: `virtual w {\ncheck c {\n${key === "kind" ? "" : `kind = ${kind}`}\n${line}\n}\n}`,
        }[level];
        const errors = parseLvsCf(text).problems.filter(
          ({ message }) => message.startsWith(key) || /directive/.test(message),
        );
        expect(errors, text).toEqual([]);
        expect(help).toMatch(/^[A-Z0-9].{10,200}\.$/);
        expect(source).not.toBe("");
      }
  });

  it("is in the order in which the original's GUI wrote", () => {
    const keys = (level: keyof typeof DIRECTIVES) => DIRECTIVES[level].map(({ key }) => key);
    expect(keys("global").slice(0, 26).join(" ")).toBe(
      "serial_no primary primary_private primary_shared service rsh_command backup_active backup backup_private " +
        "backup_shared heartbeat heartbeat_port keepalive deadtime network nat_router nat_nmask " +
        "reservation_conflict_action debug_level monitor_links syncdaemon syncd_iface syncd_id tcp_timeout tcpfin_timeout " +
        "udp_timeout",
    );
    expect(keys("failover").slice(0, 12).join(" ")).toBe(
      "address vip_nmask active port timeout heartbeat send expect send_program expect_program start_cmd stop_cmd",
    );
    expect(keys("virtual").slice(0, 20).join(" ")).toBe(
      "active address sorry_server vip_nmask fwmark port persistent pmask send expect use_regex send_program " +
        "expect_program load_monitor scheduler deadtime protocol timeout reentry quiesce_server",
    );
    expect(keys("server").slice(0, 5).join(" ")).toBe("address nmask active port weight");
  });
});
