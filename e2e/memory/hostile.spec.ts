import { draftBar } from "../world/control.ts";
import { applyDraft, save } from "../world/editing.ts";
import { call } from "../world/browsing.ts";
import { virtualServer, NOTHING_YET } from "../world/lvs-cf.ts";
import { PAGES } from "../world/pages.ts";
import { expect, test } from "../world/test.ts";

const SCRIPT = `<img src=x onerror="window.hacked=1">`;
/** What lvs.cf allows in a name. */
const NAME = "<img/src=x/onerror=hacked=1>";

const SHOW_IT = new Set(["control", "monitoring", "history", "revision", "review", "audit"]);

test("markup in send strings and notes shows as text, everywhere it shows", async ({ admin }) => {
  await admin.goto("/virtual-servers/web/monitoring");
  await admin.getByLabel("Send", { exact: true }).fill(SCRIPT.replaceAll('"', ""));
  await admin.getByLabel("Expect", { exact: true }).fill("<b>HTTP</b>");
  await save(admin);
  await expect(draftBar(admin)).toBeVisible();
  await admin.goto("/review");
  await expect(admin.getByRole("region", { name: "Difference of lvs.cf" })).toContainText("<img src=x onerror=");
  await applyDraft(admin, SCRIPT);
  await admin.goto("/history");
  await expect(admin.getByRole("row").filter({ hasText: SCRIPT })).toBeVisible();
  for (const { path, ready } of PAGES.filter(({ name }) => SHOW_IT.has(name))) {
    await admin.goto(path);
    await expect(ready(admin).first()).toBeVisible();
    expect(await admin.evaluate(() => "hacked" in window), path).toBe(false);
    await expect(admin.locator("img[src=x]"), path).toHaveCount(0);
  }
});

test("markup in a name is refused by the form or shown as text", async ({ admin }) => {
  await admin.goto("/virtual-servers/web");
  await admin.getByLabel("Name", { exact: true }).fill(NAME);
  await admin.getByRole("button", { name: "Save to the draft" }).click();
  await expect(draftBar(admin).or(admin.locator("#name-error")).first()).toBeVisible();
  for (const path of ["/virtual-servers", "/review", "/"]) {
    await admin.goto(path);
    await expect(admin.getByRole("heading", { level: 1 })).toBeAttached();
    await expect(admin.locator("img[src=x]"), path).toHaveCount(0);
    expect(await admin.evaluate(() => "hacked" in window), path).toBe(false);
  }
});

test.describe("a file with strange names", () => {
  test.use({
    lvsCf: {
      of: (servers) =>
        NOTHING_YET() +
        virtualServer("add", "192.168.26.10", servers) +
        virtualServer("50%<i>&amp;", "192.168.26.11", servers),
    },
  });

  test("has a page for each of them", async ({ admin }) => {
    for (const name of ["add", "50%<i>&amp;"]) {
      await admin.goto("/virtual-servers");
      await admin.getByRole("link", { name, exact: true }).click();
      await expect(admin.getByRole("heading", { level: 1 })).toContainText(name);
      await expect(admin.getByLabel("Application port")).toHaveValue("80");
      await admin.goto("/");
      await admin.getByRole("row").getByRole("link", { name, exact: true }).click();
      await expect(admin.getByRole("heading", { level: 1 })).toContainText(name);
    }
  });
});

test("an answer tells a stranger nothing but to sign in", async ({ world }) => {
  const page = await world.stranger();
  for (const procedure of ["control.click", "review.applyDraft", "import.preview", "account.changePassword"]) {
    const { status, text } = await call(page, procedure, {});
    expect(status, procedure).toBe(401);
    expect(text, procedure).toContain("Sign in first");
    expect(text, procedure).not.toContain("stack");
  }
  for (const { path } of PAGES) {
    const answer = await page.context().request.get(new URL(path, world.console.url).href, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers()["location"], path).toMatch(/^\/sign-in\?/);
  }
});
