import { setPassword } from "../world/console.ts";
import { call, PASSWORDS } from "../world/browsing.ts";
import { deadlineMs } from "../world/deadline.ts";
import { expect, test } from "../world/test.ts";

test("whoever is not signed in is asked to, and then gets the page that was wanted", async ({ world }) => {
  const page = await world.stranger();
  await page.goto("/global");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.getByLabel("Password").fill(PASSWORDS.piranha);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/global$/);
  await expect(page.getByRole("heading", { name: "Global settings" })).toBeVisible();
});

test("signing in never leads to another site", async ({ world }) => {
  for (const to of ["https://example.org/", "//example.org/", "/\\example.org"]) {
    const page = await world.signedIn("piranha");
    await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
    await expect(page.getByRole("heading", { name: "Control and monitoring" })).toBeAttached();
    expect(new URL(page.url()).origin).toBe(world.console.url);
  }
});

test("a wrong password is said so, and after some of them how long to wait", async ({ world }) => {
  const page = await world.stranger();
  await page.goto("/sign-in");
  const attempt = async (password: string) => {
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await attempt("surely not this one");
  await expect(page.getByRole("alert").filter({ hasText: "Wrong name or password" })).toBeVisible();
  // until the wait is so long that it is still there when the page has asked
  await expect
    .poll(async () => retryAfter(await call(page, "session.signIn", { name: "piranha", password: "nor this one" })), {
      intervals: [200],
      timeout: deadlineMs(30_000),
    })
    .toBeGreaterThan(LONG_SECONDS);
  await attempt(PASSWORDS.piranha);
  await expect(page.getByRole("alert").filter({ hasText: "Too many wrong passwords" })).toBeVisible();
  await expect(page.getByRole("timer")).toHaveText(/\d+ s left/);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeDisabled();
});

const LONG_SECONDS = 6;
const retryAfter = ({ text }: { readonly text: string }): number =>
  Number(/"retryAfterSeconds":(\d+)/.exec(text)?.[1] ?? 0);

test.describe("before a password was set", () => {
  test.use({ passwords: false });

  test("a console says what to run and nothing else, and goes on by itself when that is done", async ({ world }) => {
    const page = await world.stranger();
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "No password is set yet" })).toBeVisible();
    await expect(page.getByText(/piranha-passwd/)).toBeVisible();
    await expect(page.getByLabel("Password")).toHaveCount(0);
    expect((await call(page, "control.click", {})).status).toBe(401);
    await setPassword(world.dataDir, PASSWORDS.piranha);
    await expect(page.getByLabel("Password")).toBeVisible();
  });
});

test("logging out everywhere ends the pages of every other browser", async ({ world, admin }) => {
  const other = await world.signedIn("piranha");
  await other.goto("/");
  await expect(other.getByRole("table", { name: "Routing table" })).toBeVisible();
  await admin.goto("/account");
  await admin.getByRole("button", { name: "Log out everywhere" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Log out everywhere" }).click();
  await expect(admin).toHaveURL(/\/sign-in/);
  await expect(other).toHaveURL(/\/sign-in/);
  expect((await call(other, "control.reload", { router: "lefty" })).status).toBe(401);
});

test("a changed password signs everybody out and lets the new one in", async ({ world, admin }) => {
  const next = "four green umbrellas dancing";
  await admin.goto("/account");
  await admin.getByLabel("Current password").fill(PASSWORDS.piranha);
  await admin.getByLabel("New password", { exact: true }).fill(next);
  await admin.getByLabel("New password again").fill(next);
  await admin.getByRole("button", { name: "Change password" }).click();
  await expect(admin.getByText("Your password was changed")).toBeVisible();
  await admin.getByLabel("Password").fill(next);
  await admin.getByRole("button", { name: "Sign in" }).click();
  await expect(admin.getByRole("table", { name: "Routing table" })).toBeVisible();
  const old = await world.stranger();
  expect((await call(old, "session.signIn", { name: "piranha", password: PASSWORDS.piranha })).status).toBe(401);
});
