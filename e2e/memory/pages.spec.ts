import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Page, TestInfo } from "@playwright/test";
import { PAGES, PAGES_OF_ADMIN, type PageOfConsole } from "../world/pages.ts";
import { draftBar } from "../world/control.ts";
import { changeTcpTimeout } from "../world/editing.ts";
import { expect, test } from "../world/test.ts";

const LOOKS: readonly (readonly [string, BrowserContextOptions])[] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", { colorScheme: "light", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
];

for (const [look, options] of LOOKS)
  test(`every page is whole and readable for everybody: ${look}`, async ({ world }, testInfo) => {
    test.slow();
    await world.servers.number2.stop(); // red is looked at too
    const stranger = await world.stranger(options);
    await examine(stranger, SIGN_IN, look, testInfo);
    const admin = await world.signedIn("piranha", options);
    await changeTcpTimeout(admin, 800);
    await expect(draftBar(admin)).toBeVisible();
    for (const one of [...PAGES, ...PAGES_OF_ADMIN]) await examine(admin, one, look, testInfo);
  });

const SIGN_IN: PageOfConsole = {
  name: "sign-in",
  path: "/sign-in",
  ready: (page) => page.getByLabel("Password"),
};

/** Opens a page; what is wrong with it is counted, and the next one looked at all the same. */
async function examine(page: Page, { name, path: at, ready }: PageOfConsole, look: string, testInfo: TestInfo) {
  const title = `${name}, ${look}`;
  const missing: string[] = [];
  const note = (url: string, status: number) => status >= 400 && missing.push(`${String(status)} ${url}`);
  const listen = (response: { url(): string; status(): number }) => note(response.url(), response.status());
  page.on("response", listen);
  await page.goto(at);
  await expect.soft(ready(page).first(), title).toBeVisible();
  page.off("response", listen);
  expect.soft(missing, `${title}: answers that are refusals`).toEqual([]);
  await keepPicture(page, `${name}-${look}`, testInfo);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect.soft(serious, `${title}: what axe finds serious`).toEqual([]);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(tooWide, `${title}: pixels to scroll sideways`).toBe(0);
}

/** Among the results, and in the folder PIRANHA_SCREENS where that is set. */
async function keepPicture(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  const body = await page.screenshot({ fullPage: true, animations: "disabled" });
  await testInfo.attach(`${name}.png`, { body, contentType: "image/png" });
  const folder = process.env["PIRANHA_SCREENS"];
  if (folder === undefined || folder === "") return;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.png`), body);
}
