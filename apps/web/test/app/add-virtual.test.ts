import { describe, expect, it } from "vitest";
import { readServerLines } from "../../src/app/(console)/virtual-servers/add/server-lines";
import { suggestDevice } from "../../src/app/(console)/virtual-servers/add/suggest-device";

describe("readServerLines", () => {
  it("reads addresses with ports, weights and names, in one line or many", () => {
    expect(
      readServerLines("10.11.12.1 10.11.12.2:8080 weight 2\n[2001:db8::1]:80 name six, web.example").servers,
    ).toEqual([
      { name: "number1", address: "10.11.12.1" },
      { name: "number2", address: "10.11.12.2", port: 8080, weight: 2 },
      { name: "six", address: "2001:db8::1", port: 80 },
      { name: "number3", address: "web.example" },
    ]);
  });

  it("never gives a name twice", () => {
    const names = readServerLines("10.0.0.1 10.0.0.2 name number1").servers.map(({ name }) => name);
    expect(names).toEqual(["number2", "number1"]);
  });

  it.each(["weight 2", "10.0.0.1 weight", "10.0.0.1 weight many"])("says what to write instead of %j", (text) => {
    expect(readServerLines(text).problems).toHaveLength(1);
  });
});

describe("suggestDevice", () => {
  const interfaces = [
    { name: "eth0", addresses: ["192.168.26.201/24", "2001:db8::201/64"] },
    { name: "eth1", addresses: ["10.11.12.9/16"] },
  ];

  it.each([
    ["192.168.26.10", [], "eth0:1"],
    ["192.168.26.10", ["eth0:1", null], "eth0:2"],
    ["10.11.200.1", [], "eth1:1"],
    ["2001:db8::10", [], "eth0:1"],
    ["2001:db8:1::10", [], undefined],
    ["203.0.113.1", [], undefined],
    ["nonsense", [], undefined],
  ])("raises %s beside %j on %s", (address, used, device) => {
    expect(suggestDevice(address, interfaces, used)).toBe(device);
  });
});
