import path from "node:path";
import { test as base, type Page } from "@playwright/test";
import { browsing, PASSWORDS, type Browsing } from "../world/browsing.ts";
import { setPassword, startConsole } from "../world/console.ts";
import { routerCard, serverRow, toast } from "../world/control.ts";
import { deadlineMs } from "../world/deadline.ts";
import { applyDraft } from "../world/editing.ts";
import { temporaryFolder } from "../world/places.ts";
import { expect } from "../world/test.ts";
import { openStage, type Stage } from "../world/stage.ts";

/** One kernel, one console and one browser for the whole story. */
const test = base.extend<object, { readonly stage: Stage; readonly pages: Browsing }>({
  stage: [
    async ({}, use) => {
      const stage = await openStage();
      await use(stage);
      await stage.end();
    },
    { scope: "worker", timeout: deadlineMs(180_000) },
  ],
  pages: [
    async ({ browser, stage }, use) => {
      const { folder, remove } = await temporaryFolder();
      const dataDir = path.join(folder, "console");
      await setPassword(dataDir, PASSWORDS.piranha);
      const { router, more } = stage.consoleArguments;
      const { url, program } = await startConsole({ dataDir, routers: [router], more });
      const pages = browsing(browser, url);
      await use(pages);
      await pages.close();
      await program.stop();
      await remove();
      expect(pages.complaints(), "what browsers complained about").toEqual([]);
    },
    { scope: "worker", timeout: deadlineMs(60_000) },
  ],
});

test.describe.configure({ mode: "serial", timeout: deadlineMs(90_000) });

const LIVE = { timeout: deadlineMs(30_000) };
const NUMBERS = ["number1", "number2", "number3"] as const;

let page: Page;

test("an operator signs in, adds a virtual server, reviews and applies it, and the client is balanced", async ({
  pages,
  stage,
}) => {
  page = await pages.stranger();
  await page.goto("/");
  await page.getByLabel("Password").fill(PASSWORDS.piranha);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Add virtual server" }).click();
  await page.getByLabel("Name", { exact: true }).fill("web");
  await page.getByLabel("Virtual IP address").fill(stage.vip);
  await page.getByLabel("Real servers", { exact: true }).fill(stage.servers.map(({ address }) => address).join("\n"));
  // filled in from lefty's interfaces
  await expect(page.getByLabel("Device")).toHaveValue("eth0:1");
  await page.getByLabel("Scheduling").selectOption("rr");
  await page.getByRole("button", { name: "Add to the draft" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("web");
  // two seconds rather than six and fifteen, so that the story is short
  await page.getByLabel("Service timeout").fill("1");
  await page.getByLabel("Re-entry time").fill("2");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await expect(page.getByRole("button", { name: "Save to the draft" })).toBeDisabled();
  await applyDraft(page, "the first one");
  await page.goto("/");
  for (const name of NUMBERS) await expect(serverRow(page, name)).toContainText(/up \d/, LIVE);
  expect(await stage.ask(9)).toEqual({ number1: 3, number2: 3, number3: 3 });
});

test("one click takes a server out of the kernel, Undo brings it back", async ({ stage }) => {
  await page.getByRole("button", { name: "Deactivate web/number2" }).click();
  await expect(serverRow(page, "number2")).toContainText("inactive", LIVE);
  expect(await stage.table()).not.toContain("10.11.12.2:80");
  expect(Object.keys(await stage.ask(8)).sort()).toEqual(["number1", "number3"]);
  await toast(page, "web/number2 deactivated").getByRole("button", { name: "Undo" }).click();
  await expect(serverRow(page, "number2")).toContainText(/up \d/, LIVE);
  await expect.poll(() => stage.table(), LIVE).toContain("10.11.12.2:80");
  expect(Object.keys(await stage.ask(9)).sort()).toEqual([...NUMBERS]);
});

test("a server that stops turns red with the reason and gets nothing, and is up again when it answers", async ({
  stage,
}) => {
  await stage.stopServer("number3");
  await expect(serverRow(page, "number3")).toContainText(/down .*refused/, LIVE);
  expect(Object.keys(await stage.ask(8)).sort()).toEqual(["number1", "number2"]);
  await stage.startServer("number3");
  await expect(serverRow(page, "number3")).toContainText(/up \d/, LIVE);
  await expect.poll(async () => Object.keys(await stage.ask(6)).length, LIVE).toBe(3);
});

test("a killed agent is unknown with its age, nothing is green, and it comes back by itself", async ({ stage }) => {
  await stage.killAgent();
  await expect(routerCard(page)).toContainText(/unknown since/, LIVE);
  for (const name of NUMBERS) await expect(serverRow(page, name)).toContainText(/unknown since/);
  await expect(page.locator("main .text-up")).toHaveCount(0);
  await stage.startAgent();
  await expect(routerCard(page)).toContainText(/active since/i, LIVE);
  for (const name of NUMBERS) await expect(serverRow(page, name)).toContainText(/up \d/, LIVE);
});

test("a restored revision is the table of before", async ({ stage }) => {
  const before = await stage.table();
  await page.goto("/virtual-servers/web");
  await page.getByLabel("Scheduling").selectOption("wlc");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await expect(page.getByRole("button", { name: "Save to the draft" })).toBeDisabled();
  await applyDraft(page, "another scheduler");
  expect(await stage.table()).toContain("wlc");
  await page.goto("/history");
  await page.getByRole("row").nth(2).getByRole("link").first().click();
  await page.getByRole("button", { name: /^Restore serial/ }).click();
  await expect(page).toHaveURL(/\/review$/);
  await applyDraft(page, "back");
  expect(withoutConnections(await stage.table())).toBe(withoutConnections(before));
});

const withoutConnections = (table: string): string => table.replace(/\d+ +\d+ *$/gm, "");
