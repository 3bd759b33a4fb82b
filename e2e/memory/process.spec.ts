import { serverRow } from "../world/control.ts";
import { expect, test } from "../world/test.ts";

const TABS = 10;

test("ten tabs of one browser are all live, although it opens six connections at most", async ({ world, admin }) => {
  const tabs = [admin, ...(await Promise.all(Array.from({ length: TABS - 1 }, () => admin.context().newPage())))];
  for (const tab of tabs) await tab.goto("/");
  for (const tab of tabs) await expect(serverRow(tab, "number1")).toContainText(/up \d/);
  await world.servers.number1.stop();
  await Promise.all(tabs.map((tab) => expect(serverRow(tab, "number1")).toContainText("down")));
});

test.describe("a console that is told to end", () => {
  // pages then have nobody to ask
  test.use({ expectedComplaints: /ERR_CONNECTION|ERR_INCOMPLETE|net::/ });

  test("does so within two seconds, with streams open, and pages say that it is silent", async ({ world, admin }) => {
    await admin.goto("/");
    await expect(serverRow(admin, "number1")).toContainText(/up \d/);
    const { program } = world.console;
    const startMs = Date.now();
    program.kill("SIGTERM");
    expect(await program.exited).toEqual({ code: 0, signal: null });
    expect(Date.now() - startMs).toBeLessThan(2_000);
    await expect(admin.getByRole("alert").filter({ hasText: "The console has not answered" })).toBeVisible();
  });
});
