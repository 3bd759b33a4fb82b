// Balances on the kernel it runs on, and prints what a client saw: see host-kernel.test.ts.
import { ARTICLE, articleNetwork, cutCable, startLab } from "../../src/index.ts";

const lab = await startLab({ kernel: "host" });
const net = await articleNetwork(lab);
const { client, lefty, ...others } = net.nodes;
await lefty.exec(["ip", "addr", "add", `${ARTICLE.vip}/24`, "dev", "eth0"]);
await lefty.exec(["ip", "addr", "add", `${ARTICLE.gateway}/24`, "dev", "eth1"]);
const rows = [1, 2, 3].map((n) => `-a -t ${ARTICLE.vip}:80 -r 10.11.12.${n}:80 -m\n`);
await lefty.exec(["ipvsadm", "-R"], { stdin: `-A -t ${ARTICLE.vip}:80 -s rr\n${rows.join("")}` });
for (const node of [others.number1, others.number2, others.number3]) await node.serve({ port: 80, kind: "http" });

const ask = (times: number) => client.fetch(`http://${ARTICLE.vip}/`, times, { timeoutMs: 1000 });
const { byServer } = await ask(9);
const cut = await cutCable(lefty, "eth0");
const { byError } = await ask(1);
await cut.restore();
const { failures } = await ask(3);
const { port } = await lefty.forward(80, ARTICLE.vip);
const forwarded = await (await fetch(`http://127.0.0.1:${port}/`)).text();
await net.close();
await lab.close();
console.log(JSON.stringify({ kernel: lab.kernel, byServer, byError, failures, forwarded: forwarded.trim() }));
