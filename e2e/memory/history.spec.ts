import { applyDraft, changeTcpTimeout } from "../world/editing.ts";
import { expect, test } from "../world/test.ts";

test("two revisions are compared line by line, and the older one is restored", async ({ world, admin }) => {
  await changeTcpTimeout(admin, 800);
  await applyDraft(admin, "to 800");
  await changeTcpTimeout(admin, 900);
  await applyDraft(admin, "to 900");
  await admin.goto("/history");
  for (const note of ["to 800", "to 900"])
    await admin.getByRole("row").filter({ hasText: note }).getByRole("checkbox").check();
  await admin.getByRole("link", { name: "Compare serial 2 with 3" }).click();
  await expect(admin.getByRole("main")).toContainText("tcp_timeout = 800");
  await expect(admin.getByRole("main")).toContainText("tcp_timeout = 900");

  await admin.getByRole("region", { name: "From" }).getByRole("link", { name: "Serial 2" }).click();
  await admin.getByRole("button", { name: "Restore serial 2" }).click();
  await expect(admin).toHaveURL(/\/review$/);
  await applyDraft(admin, "back");
  await admin.goto("/global");
  await expect(admin.getByLabel("TCP timeout")).toHaveValue("800");
  expect(await world.lefty.cli(["status"])).toMatch(/serial_no\D+4/);
});

test("the audit log says who did what, from where, and what came of it", async ({ admin }) => {
  await changeTcpTimeout(admin, 800);
  await applyDraft(admin);
  await admin.goto("/audit");
  await expect(admin.getByRole("row").filter({ hasText: "applied the draft" }).first()).toContainText("piranha");
  await expect(admin.getByRole("row").filter({ hasText: "signed in" }).first()).toContainText("127.0.0.1");
});
