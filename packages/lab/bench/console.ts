import { controlDoor } from "../../../apps/web/src/server/agent/door.ts";
import { startConsole } from "../demo/console.ts";
import { ARTICLE_LVS_CF } from "../demo/lvs-cf.ts";
import { articleNetwork, startLab } from "../src/index.ts";
import { packageFile } from "../src/package-file.ts";
import { pressUntil, scriptsOf, signIn, startBrowser } from "./browser.ts";
import { type Findings, median, ms, spread } from "./figures.ts";

const AGENT = [process.execPath, packageFile("../agent/dist/piranha-agent.js")];
const CLICKS = 20;
const TABS = 10;

/** From a click to the kernel and back to the screen, over ssh, on the demo's network. */
export async function benchConsole(): Promise<Findings> {
  const lab = await startLab();
  const browser = await startBrowser();
  try {
    const { nodes } = await articleNetwork(lab);
    const { lefty } = nodes;
    for (const name of ["number1", "number2", "number3"] as const) await nodes[name].serve({ port: 80, kind: "http" });
    await lefty.writeFile("/etc/piranha/lvs.cf", ARTICLE_LVS_CF);
    await (await lefty.start([...AGENT, "run"], { name: "piranha-agent" })).line("raised", 60_000);
    const { access } = await lefty.sshd();
    const opened = await startConsole("lefty", access, 0, lab.artefactsDir);
    const page = await signIn(browser, opened.url, opened.password);
    await page.getByRole("button", { name: "Deactivate web/number1" }).waitFor();

    const toScreen: number[] = [];
    for (let n = 0; n < CLICKS; n++) {
      const [now, then] = n % 2 === 0 ? ["Deactivate", "Activate"] : ["Activate", "Deactivate"];
      toScreen.push(await pressUntil(page, `${now} web/number1`, `${then} web/number1`));
      await page.waitForTimeout(200);
    }
    const answered = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.includes("control.click"))
        .map(({ duration }) => duration),
    );
    const door = controlDoor({ kind: "ssh", ...access });
    const target = { kind: "server", virtual: "web", server: "number1" } as const;
    const asked: number[] = [];
    await door.client.hello.query();
    for (let n = 0; n < CLICKS; n++) {
      const startMs = performance.now();
      await door.client.admin.mutate({ action: n % 2 === 0 ? "deactivate" : "activate", target });
      asked.push(performance.now() - startMs);
    }
    door.close();

    const scripts = await scriptsOf(page, opened.url);
    const byHand: number[] = [];
    for (let n = 0; n < 5; n++) {
      const seen = await page.getByText("changed by somebody else").count();
      const startMs = performance.now();
      await lefty.exec(["ipvsadm", "-e", "-t", "192.168.26.10:80", "-r", "10.11.12.2:80", "-m", "-w", String(50 + n)]);
      await page.getByText("changed by somebody else").nth(seen).waitFor();
      byHand.push(performance.now() - startMs);
    }
    const tabs = await Promise.all(
      Array.from({ length: TABS }, async () => {
        const tab = await page.context().newPage();
        await tab.goto(opened.url);
        return tab;
      }),
    );
    await Promise.all(tabs.map((tab) => tab.getByText("kernel read 0 s ago").waitFor()));
    const startMs = performance.now();
    await opened.stop();
    const ended = performance.now() - startMs;
    return {
      title: `Console: one server of three switched off and on, ${String(CLICKS)} times, over ssh; median (least to most)`,
      figures: [
        { what: "the agent asked directly, over ssh", seen: spread(asked) },
        { what: "the console's answer to the click", seen: spread(answered), aim: ms(median(asked) + 150) },
        { what: "from the click to the screen", seen: spread(toScreen), aim: "300 ms" },
        { what: "a change in the kernel to the screen", seen: spread(byHand), aim: "1200 ms" },
        { what: "scripts of Control, compressed", seen: `${scripts.toFixed(0)} kB`, aim: "250 kB" },
        { what: "tabs live at once", seen: String(tabs.length), aim: "10" },
        { what: "from SIGTERM to its end, streams open", seen: ms(ended), aim: "2000 ms" },
      ],
    };
  } finally {
    await browser.close();
    await lab.close();
  }
}
