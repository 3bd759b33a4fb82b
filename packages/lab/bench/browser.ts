import { type Browser, chromium, type Page } from "@playwright/test";
import { existsSync } from "node:fs";

/** Debian's Chromium where there is one, as the tests in the browser take it. */
export function startBrowser(): Promise<Browser> {
  const debian = "/usr/bin/chromium";
  return chromium.launch({
    ...(existsSync(debian) && { executablePath: debian }),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
}

/** A page of Control, signed in. */
export async function signIn(browser: Browser, url: string, password: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
  return page;
}

/** Presses a button by its name and waits, frame by frame, until another is there: milliseconds. NaN after ten seconds. */
export async function pressUntil(page: Page, press: string, appears: string): Promise<number> {
  // as text: what runs in the page is not of this program's world
  const took: unknown = await page.evaluate(`(async () => {
    const find = (name) => [...document.querySelectorAll("button[aria-label]")].find((one) => one.ariaLabel === name);
    const startMs = performance.now();
    find(${JSON.stringify(press)})?.click();
    while (!find(${JSON.stringify(appears)}) && performance.now() - startMs < 10_000)
      await new Promise(requestAnimationFrame);
    return find(${JSON.stringify(appears)}) ? performance.now() - startMs : NaN;
  })()`);
  return Number(took);
}

/** Kilobytes of scripts over the wire until a page stands, nothing cached. */
export async function scriptsOf(page: Page, url: string): Promise<number> {
  const fresh = await page.context().newPage();
  const network = await page.context().newCDPSession(fresh);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  network.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await fresh.goto(url, { waitUntil: "load" });
  await fresh.getByRole("heading", { name: "Routing table" }).waitFor();
  await fresh.close();
  return bytes / 1_000;
}
