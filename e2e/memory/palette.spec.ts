import { serverRow, toast } from "../world/control.ts";
import type { Page } from "@playwright/test";
import { PASSWORDS } from "../world/browsing.ts";
import { expect, test } from "../world/test.ts";

test("Ctrl-K goes to pages, and does what one types", async ({ admin }) => {
  await admin.goto("/");
  await admin.keyboard.press("Control+k");
  const palette = admin.getByRole("dialog", { name: "Find or do something" });
  await palette.getByRole("combobox").fill("deactivate number2");
  await palette.getByRole("option", { name: "Deactivate web/number2" }).click();
  await expect(serverRow(admin, "number2")).toContainText("inactive");
  await admin.keyboard.press("Control+k");
  await palette.getByRole("combobox").fill("global");
  await expect(palette.getByRole("option", { name: "Go to Global", selected: true })).toBeVisible();
  await admin.keyboard.press("Enter");
  await expect(admin).toHaveURL(/\/global$/);
});

test("everything goes by keyboard: signing in, skipping to the content, deactivating a server, undoing it", async ({
  world,
}) => {
  const page = await world.stranger();
  const { keyboard } = page;
  await page.goto("/sign-in");
  await expect(page.getByLabel("Password")).toBeFocused();
  await keyboard.type(PASSWORDS.piranha);
  await keyboard.press("Enter");
  await expect(serverRow(page, "number2")).toContainText(/up \d/);

  await keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();

  await keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or do something" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await keyboard.type("deactivate number2");
  await expect(palette.getByRole("option", { name: "Deactivate web/number2", selected: true })).toBeVisible();
  await keyboard.press("Enter");
  await expect(serverRow(page, "number2")).toContainText("inactive");
  await expect(toast(page, "web/number2 deactivated")).toBeVisible();

  const button = page.getByRole("button", { name: "Activate web/number2" });
  await button.focus();
  expect(await focusIsVisible(page)).toBe(true);
  await keyboard.press("Enter");
  await expect(serverRow(page, "number2")).toContainText(/up \d/);
});

/** Whether what has the focus is drawn differently for it. */
const focusIsVisible = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  });
