import { globalSettingsSchema, virtualServerSchema } from "@piranha/lvs/config";
import { describe, expect, it } from "vitest";
import { lineOf, nameOfPath, partOf, valuesOf, type Spec } from "../../src/components/forms/spec";

const specs: readonly Spec[] = [
  { field: "address", kind: "interface" },
  { field: "netmask", kind: "mask", beside: "address" },
  { field: "port", kind: "number" },
  { field: "quiesceServer", kind: "flag" },
  { field: "sorryServer", kind: "addressPort" },
  { field: "send", kind: "quoted" },
];

const web = virtualServerSchema.parse({
  name: "web",
  active: true,
  address: { address: "192.0.2.10", device: "eth0:1" },
  netmask: "255.255.255.0",
  port: 80,
  sorryServer: { address: "192.0.2.20", port: 8080 },
  send: "GET / HTTP/1.0\\r\\n ",
  servers: [{ name: "one", address: "10.0.0.1" }],
});

describe("a form over a part", () => {
  it("changes nothing when nothing is entered", () => {
    expect(partOf(specs, "virtual", valuesOf(specs, "virtual", web), web)).toEqual(web);
    const empty = virtualServerSchema.parse({ name: "bare", servers: [] });
    expect(partOf(specs, "virtual", valuesOf(specs, "virtual", empty), empty)).toEqual(empty);
  });

  it("takes a field away that is emptied, and keeps fields it does not show", () => {
    const values = { ...valuesOf(specs, "virtual", web), sorryServer: "", address: "", addressDevice: "" };
    const part = partOf(specs, "virtual", values, web);
    expect(part).not.toHaveProperty("sorryServer");
    expect(part).not.toHaveProperty("address");
    expect(part).toMatchObject({ active: true, servers: web.servers });
  });

  it("writes a switch only once it is moved", () => {
    const values = valuesOf(specs, "virtual", web);
    expect(partOf(specs, "virtual", values, web)).not.toHaveProperty("quiesceServer");
    expect(partOf(specs, "virtual", { ...values, quiesceServer: true }, web)).toHaveProperty("quiesceServer", true);
    const on = { ...web, quiesceServer: true };
    expect(partOf(specs, "virtual", { ...values, quiesceServer: false }, on)).toHaveProperty("quiesceServer", false);
  });

  it("shows the line of lvs.cf, the default, or nothing while it is wrong", () => {
    const values = valuesOf(specs, "virtual", web);
    const line = (field: string, changed = {}) =>
      lineOf(
        specs.find((spec) => spec.field === field) ?? { field, kind: "text" },
        "virtual",
        { ...values, ...changed },
        web,
      );
    expect(line("address")).toBe("address = 192.0.2.10 eth0:1");
    expect(line("netmask", { netmask: "/16" })).toBe("vip_nmask = 255.255.0.0");
    expect(line("port", { port: "" })).toBe("no port line: 80");
    expect(line("port", { port: "eighty" })).toBeUndefined();
    expect(line("sorryServer")).toBe("sorry_server = 192.0.2.20:8080");
  });

  it("shows one line for each value of a list", () => {
    const spec: Spec = { field: "witnesses", kind: "words" };
    const part = globalSettingsSchema.parse({ witnesses: ["192.0.2.1", "192.0.2.2"] });
    expect(lineOf(spec, "global", valuesOf([spec], "global", part), part)).toBe(
      "witness = 192.0.2.1   witness = 192.0.2.2",
    );
  });
});

describe("nameOfPath", () => {
  it("finds the input for a place in a part", () => {
    expect(nameOfPath(specs, "address.device")).toBe("addressDevice");
    expect(nameOfPath(specs, "address.address")).toBe("address");
    expect(nameOfPath(specs, "sorryServer.port")).toBe("sorryServer");
    expect(nameOfPath(specs, "servers.0.port")).toBeUndefined();
  });
});
