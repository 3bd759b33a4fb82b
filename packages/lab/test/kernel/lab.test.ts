import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ARTICLE,
  type ArticleNode,
  type Lab,
  type Network,
  articleNetwork,
  clearTable,
  collectOnFailure,
  cutCable,
  dropTraffic,
  freeze,
  impair,
  isolate,
  serveDirect,
  serveTunnel,
  sharedLab,
} from "../../src/index.ts";

let lab: Lab;
let net: Network<ArticleNode>;
beforeAll(async () => {
  lab = await sharedLab();
});
afterEach(async ({ task }) => {
  await collectOnFailure(task, net);
});
afterAll(() => net.close());

describe("an article network with NAT", () => {
  beforeAll(async () => {
    net = await articleNetwork(lab);
    const { lefty, number1, number2, number3 } = net.nodes;
    await lefty.exec(["ip", "addr", "add", `${ARTICLE.vip}/24`, "dev", "eth0"]);
    await lefty.exec(["ip", "addr", "add", `${ARTICLE.gateway}/24`, "dev", "eth1"]);
    await lefty.exec(["ip", "addr", "add", `${ARTICLE.vip6}/64`, "dev", "eth0", "nodad"]);
    await lefty.exec(["ip", "addr", "add", `${ARTICLE.gateway6}/64`, "dev", "eth1", "nodad"]);
    await Promise.all([number1, number2, number3].map((node) => node.serve({ port: 80, kind: "http" })));
  });

  it("balances over three real servers", async () => {
    const { client, lefty } = net.nodes;
    const table = ["1", "2", "3"].map((n) => `-a -t ${ARTICLE.vip}:80 -r 10.11.12.${n}:80 -m`);
    await lefty.exec(["ipvsadm", "-R"], { stdin: [`-A -t ${ARTICLE.vip}:80 -s rr`, ...table, ""].join("\n") });
    const { byServer, failures } = await client.fetch(`http://${ARTICLE.vip}/`, 30);
    expect(failures).toBe(0);
    expect(byServer).toEqual({ number1: 10, number2: 10, number3: 10 });
  });
});
