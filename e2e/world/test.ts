import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { test as base, type Page } from "@playwright/test";
import { startAgent, type Agent } from "./agent.ts";
import { browsing, PASSWORDS, type Browsing } from "./browsing.ts";
import { setPassword, startConsole, type Console } from "./console.ts";
import { WEB } from "./lvs-cf.ts";
import { temporaryFolder } from "./places.ts";
import { realServer, type RealServer } from "./real-server.ts";

export { expect } from "@playwright/test";

export type Servers = { readonly number1: RealServer; readonly number2: RealServer; readonly number3: RealServer };

/** What one test has for itself: real servers, lefty's agent with a table in memory, a console with its database. */
export type World = Browsing & {
  readonly folder: string;
  readonly dataDir: string;
  readonly servers: Servers;
  readonly lefty: Agent;
  readonly console: Console;
};

type Options = {
  /** What lefty runs at first. In an object, because an option that is a function would be a fixture. */
  readonly lvsCf: { readonly of: (servers: readonly RealServer[]) => string };
  /** Whether piranha and guest have passwords. */
  readonly passwords: boolean;
  /** Complaints of browsers that belong to the test. */
  readonly expectedComplaints: RegExp;
};
type Fixtures = Options & {
  readonly world: World;
  /** A page of the admin's browser, opened nowhere yet. */
  readonly admin: Page;
  /** A page of somebody's who may only look. */
  readonly viewer: Page;
};

export const test = base.extend<Fixtures, { readonly accounts: string }>({
  lvsCf: [{ of: WEB }, { option: true }],
  passwords: [true, { option: true }],
  expectedComplaints: [/(?!)/, { option: true }],

  /** A data folder in which both passwords are set; tests take copies, because setting one takes a second. */
  accounts: [
    async ({}, use) => {
      const { folder, remove } = await temporaryFolder();
      await setPassword(folder, PASSWORDS.piranha);
      await setPassword(folder, PASSWORDS.guest, "--viewer", "guest");
      await use(folder);
      await remove();
    },
    { scope: "worker" },
  ],

  world: async ({ browser, lvsCf, passwords, accounts, expectedComplaints }, use, testInfo) => {
    const ends: (() => Promise<unknown>)[] = [];
    const { folder, remove } = await temporaryFolder();
    ends.push(remove);
    try {
      const dataDir = path.join(folder, "console");
      await (passwords ? cp(accounts, dataDir, { recursive: true }) : mkdir(dataDir, { mode: 0o700 }));
      const servers: Servers = {
        number1: await realServer("number1", "127.0.1.1"),
        number2: await realServer("number2", "127.0.1.2"),
        number3: await realServer("number3", "127.0.1.3"),
      };
      ends.push(() => Promise.all(Object.values(servers).map((server) => server.stop())));
      const lefty = await startAgent("lefty", folder, lvsCf.of(Object.values(servers)));
      ends.push(() => lefty.stop());
      const consoleApp = await startConsole({ dataDir, routers: [`lefty=unix:${lefty.socket}`] });
      ends.push(() => consoleApp.program.stop());
      const pages = browsing(browser, consoleApp.url);
      ends.push(() => pages.close());
      await use({ ...pages, folder, dataDir, servers, lefty, console: consoleApp });
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("console.log", { body: consoleApp.program.said() });
        await testInfo.attach("lefty.log", { body: lefty.program().said() });
      }
      const complaints = pages.complaints().filter((words) => !expectedComplaints.test(words));
      base.expect.soft(complaints, "what browsers complained about").toEqual([]);
    } finally {
      for (const end of ends.reverse()) await end();
    }
  },

  admin: async ({ world }, use) => use(await world.signedIn("piranha")),
  viewer: async ({ world }, use) => use(await world.signedIn("guest")),
});
