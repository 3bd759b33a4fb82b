import { routerCard, serverRow, toast } from "../world/control.ts";
import { expect, test } from "../world/test.ts";

test("a server that stops turns red with the reason, and is up again when it answers", async ({ world, admin }) => {
  await admin.goto("/");
  const row = serverRow(admin, "number2");
  await expect(row).toContainText(/up \d/);
  await world.servers.number2.stop();
  await expect(row).toContainText(/down \d+ s: .*refused/);
  await expect(admin.getByRole("row", { name: "192.168.26.10" })).toContainText("2 of 3 up");
  await world.servers.number2.start();
  await expect(row).toContainText(/up \d/);
});

test("one click deactivates a server at once, and Undo in the toast brings it back", async ({ world, admin }) => {
  await admin.goto("/");
  await admin.getByRole("button", { name: "Deactivate web/number2" }).click();
  await expect(serverRow(admin, "number2")).toContainText("inactive");
  expect(await world.lefty.cli(["table"])).toMatch(/number2.*inactive/);
  await toast(admin, "web/number2 deactivated").getByRole("button", { name: "Undo" }).click();
  await expect(serverRow(admin, "number2")).toContainText(/up \d/);
  await expect(admin.getByRole("button", { name: "Deactivate web/number2" })).toBeEnabled();
});

test("several chosen servers are deactivated in one step, and one revision", async ({ world, admin }) => {
  await admin.goto("/");
  for (const name of ["number1", "number3"]) await admin.getByRole("checkbox", { name: `Choose web/${name}` }).check();
  const chosen = admin.getByRole("toolbar", { name: "Chosen servers" });
  await expect(chosen).toContainText("2 servers chosen");
  const before = serialNo(await world.lefty.cli(["status"]));
  await chosen.getByRole("button", { name: "Deactivate" }).click();
  await expect(serverRow(admin, "number1")).toContainText("inactive");
  await expect(serverRow(admin, "number3")).toContainText("inactive");
  await expect(serverRow(admin, "number2")).toContainText(/up \d/);
  expect(serialNo(await world.lefty.cli(["status"]))).toBe(before + 1);
});
const serialNo = (status: string): number => Number(/serial_no\D+(\d+)/.exec(status)?.[1]);

test("a killed agent makes everything unknown with its age and nothing green, and comes back by itself", async ({
  world,
  admin,
}) => {
  await admin.goto("/");
  await expect(serverRow(admin, "number1")).toContainText(/up \d/);
  await world.lefty.kill();
  await expect(routerCard(admin)).toContainText(/unknown since \d/);
  for (const name of ["number1", "number2", "number3"]) {
    const row = serverRow(admin, name);
    await expect(row).toContainText(/unknown since \d/);
    await expect(row).not.toContainText(/\bup\b/);
    await expect(admin.getByRole("button", { name: `Deactivate web/${name}` })).toBeDisabled();
  }
  await expect(admin.locator("main .text-up")).toHaveCount(0);
  await world.lefty.start();
  await expect(serverRow(admin, "number1")).toContainText(/up \d/);
  await expect(routerCard(admin)).toContainText(/active since/i);
});

test("what one browser does, another one sees at once", async ({ world, admin }) => {
  const colleague = await world.signedIn("piranha");
  await admin.goto("/");
  await colleague.goto("/");
  await admin.getByRole("button", { name: "Deactivate web/number1" }).click();
  await expect(serverRow(colleague, "number1")).toContainText("inactive");
});

test("the filter finds servers by name and by state", async ({ world, admin }) => {
  await world.servers.number3.stop();
  await admin.goto("/");
  await expect(serverRow(admin, "number3")).toContainText("down");
  await admin.getByRole("group", { name: "Show" }).getByRole("button", { name: "problems" }).click();
  await expect(serverRow(admin, "number3")).toBeVisible();
  await expect(serverRow(admin, "number1")).toHaveCount(0);
  await admin.getByRole("group", { name: "Show" }).getByRole("button", { name: "all" }).click();
  await admin.getByRole("textbox", { name: "Filter the routing table" }).fill("127.0.1.2");
  await expect(serverRow(admin, "number2")).toBeVisible();
  await expect(serverRow(admin, "number3")).toHaveCount(0);
});
