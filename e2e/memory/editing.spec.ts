import { changeTcpTimeout, enterTcpTimeout, save } from "../world/editing.ts";
import { draftBar } from "../world/control.ts";
import { expect, test } from "../world/test.ts";

test("a wrong value is said at its field and in a summary that leads there, and nothing is saved", async ({
  admin,
}) => {
  await enterTcpTimeout(admin, "soon");
  await admin.getByLabel("Primary server public IP").fill("192.168.26.999");
  await admin.getByRole("button", { name: "Save to the draft" }).click();
  const summary = admin.getByRole("alert").filter({ hasText: "2 entries have to be corrected" });
  await expect(summary).toBeVisible();
  for (const label of ["TCP timeout", "Primary server public IP"]) {
    const field = admin.getByLabel(label);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(/\S/);
  }
  await summary.getByRole("link", { name: "TCP timeout" }).click();
  await expect(admin.getByLabel("TCP timeout")).toBeFocused();
  await expect(draftBar(admin)).toHaveCount(0);
  await admin.goto("about:blank");
  await admin.goto("/global");
  await expect(admin.getByLabel("TCP timeout")).toHaveValue("");
});

test("leaving with entries that are not saved asks first", async ({ admin }) => {
  await enterTcpTimeout(admin, "901");
  await admin.getByRole("link", { name: "Redundancy" }).click();
  const question = admin.getByRole("alertdialog", { name: /Leave without saving/ });
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(admin.getByLabel("TCP timeout")).toHaveValue("901");
  await admin.goBack();
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(admin.getByLabel("TCP timeout")).toHaveValue("901");
  await admin.getByRole("link", { name: "Redundancy" }).click();
  await question.getByRole("button", { name: "Leave, lose my entries" }).click();
  await expect(admin).toHaveURL(/\/redundancy$/);
  await expect(draftBar(admin)).toHaveCount(0);
});

test("a second browser's edit is refused, says who was first, and keeps its entries", async ({ world, admin }) => {
  const colleague = await world.signedIn("piranha");
  await enterTcpTimeout(colleague, "700");
  await changeTcpTimeout(admin, 800);
  await colleague.getByRole("button", { name: "Save to the draft" }).click();
  const theirs = colleague
    .getByRole("status")
    .filter({ hasText: "You, in another window, changed the global settings while you were editing" });
  await expect(theirs).toBeVisible();
  await expect(colleague.getByLabel("TCP timeout")).toHaveValue("700");
  await admin.reload();
  await expect(admin.getByLabel("TCP timeout")).toHaveValue("800");
  await theirs.getByRole("button", { name: "Keep my entries" }).click();
  await save(colleague);
  await admin.reload();
  await expect(admin.getByLabel("TCP timeout")).toHaveValue("700");
});

test("an edit while no router answers is kept as a draft, which cannot be applied until one does", async ({
  world,
  admin,
}) => {
  await admin.goto("/");
  await world.lefty.kill();
  await changeTcpTimeout(admin, 800);
  await expect(draftBar(admin)).toContainText("1 change not applied");
  await admin.goto("/review");
  await expect(admin.getByText(/lefty does not answer, so nothing can be applied/)).toBeVisible();
  await expect(admin.getByRole("button", { name: /^Apply serial/ })).toBeDisabled();
  await world.lefty.start();
  await expect(admin.getByRole("button", { name: /^Apply serial/ })).toBeEnabled();
});

test("a virtual server's real server is edited, and the list says what is not applied", async ({ admin }) => {
  await admin.goto("/virtual-servers");
  await admin.getByRole("link", { name: "web", exact: true }).click();
  await admin.getByRole("link", { name: /^Real servers/ }).click();
  await admin.getByRole("link", { name: "number2", exact: true }).click();
  await admin.getByLabel("Weight", { exact: true }).fill("7");
  await save(admin);
  await admin.goto("/virtual-servers");
  await expect(admin.getByRole("row").filter({ hasText: "web" })).toContainText("changed");
  await admin.goto("/review");
  await expect(admin.getByText("number2 of web").first()).toBeVisible();
  await expect(admin.getByRole("region", { name: "Difference of lvs.cf" })).toContainText("weight = 7");
});
