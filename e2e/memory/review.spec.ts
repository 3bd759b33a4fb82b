import { applyDraft, changeTcpTimeout } from "../world/editing.ts";
import { draftBar, serverRow } from "../world/control.ts";
import { call } from "../world/browsing.ts";
import { expect, test } from "../world/test.ts";

test("a change is reviewed as lines and commands, applied, and then runs", async ({ world, admin }) => {
  await changeTcpTimeout(admin, 800);
  await draftBar(admin).getByRole("link", { name: "Review and apply" }).click();
  await expect(admin.getByRole("region", { name: "Difference of lvs.cf" })).toContainText("tcp_timeout = 800");
  await expect(admin.getByRole("region", { name: "What each router will do" })).toContainText("lefty");
  await applyDraft(admin, "longer timeout");
  await expect(draftBar(admin)).toHaveCount(0);
  await expect.poll(() => world.lefty.cli(["history"])).toMatch(/2/);
  await admin.goto("/history");
  await expect(admin.getByRole("row").filter({ hasText: "longer timeout" })).toContainText("lefty");
});

test("a page that is loaded again in the middle of an apply says what became of it", async ({ admin }) => {
  await changeTcpTimeout(admin, 800);
  await admin.goto("/review");
  const sent = admin.waitForRequest(/review\.applyDraft/);
  await admin.getByRole("button", { name: /^Apply serial/ }).click();
  await sent;
  await admin.reload();
  await expect(admin.getByText("lefty runs serial 2").first()).toBeVisible();
});

test("a click elsewhere that conflicts with the draft is said, and the draft's value stays", async ({ admin }) => {
  await admin.goto("/virtual-servers/web/real-servers/number2");
  await admin.getByRole("switch", { name: /Status/ }).uncheck();
  await admin.getByLabel("Weight", { exact: true }).fill("5");
  await admin.getByRole("button", { name: "Save to the draft" }).click();
  await expect(draftBar(admin)).toBeVisible();
  const drained = await call(admin, "control.click", {
    action: "weight",
    weight: 9,
    target: { kind: "server", virtual: "web", server: "number2" },
  });
  expect(drained.status, drained.text).toBe(200);
  await expect(draftBar(admin)).toContainText("1 conflict");
  await admin.goto("/review");
  const conflict = admin.getByRole("listitem").filter({ hasText: /number2 of web was .*weight.* by piranha/ });
  await expect(conflict).toBeVisible();
  await conflict.getByRole("button", { name: /^Settle/ }).click();
  await expect(draftBar(admin)).not.toContainText("conflict");
  await expect(admin.getByRole("region", { name: "Difference of lvs.cf" })).toContainText("weight = 5");
});

test("a click that the draft does not touch goes into it without a word", async ({ admin }) => {
  await changeTcpTimeout(admin, 800);
  await admin.goto("/");
  await admin.getByRole("button", { name: "Deactivate web/number3" }).click();
  await expect(serverRow(admin, "number3")).toContainText("inactive");
  await expect(draftBar(admin)).toContainText("1 change not applied");
  await expect(draftBar(admin)).not.toContainText("conflict");
  await applyDraft(admin);
  await admin.goto("/");
  await expect(serverRow(admin, "number3")).toContainText("inactive");
});

test("discarding the draft asks, naming what is lost, and leaves what runs", async ({ admin }) => {
  await changeTcpTimeout(admin, 800);
  await admin.goto("/review");
  await admin.getByRole("button", { name: "Discard draft" }).click();
  const question = admin.getByRole("alertdialog", { name: "Discard 1 change?" });
  await expect(question).toContainText("tcp_timeout");
  await question.getByRole("button", { name: "Discard 1 change" }).click();
  await expect(admin.getByRole("heading", { name: "Nothing to apply" })).toBeVisible();
  await expect(draftBar(admin)).toHaveCount(0);
});
