import { draftBar } from "../world/control.ts";
import { expect, test } from "../world/test.ts";

const BROKEN = `serial_no = 5
primary = 192.168.26.201
network = nat
nat_router = 10.11.12.254 eth1:1
virtual web {
     active = 1
     address = 192.168.26.300 eth0:1
     port = 80
     scheduler = fastest
     server number1 {
         address = 10.11.12.1
         active = 1
         weight = heavy
     }
}
`;

test("a broken file is shown with every problem at its line, cannot be taken, and can be mended on the spot", async ({
  admin,
}) => {
  await admin.goto("/import");
  const text = admin.getByRole("textbox", { name: "Text of the lvs.cf" });
  await text.fill(BROKEN);
  for (const line of [7, 9, 13])
    await expect(admin.getByRole("button", { name: `line ${String(line)}, ` })).toBeVisible();
  await expect(admin.getByRole("button", { name: "Take as draft" })).toBeDisabled();
  await expect(admin.getByText(/Correct the 3 errors first/)).toBeVisible();
  await admin.getByRole("button", { name: "line 9, " }).click();
  await expect(text).toBeFocused();
  expect(
    await text.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd)),
  ).toBe("     scheduler = fastest");
  await text.fill(BROKEN.replace(".300", ".30").replace("fastest", "rr").replace("heavy", "2"));
  await expect(admin.getByRole("button", { name: /^Take as draft/ })).toBeEnabled();
});

test("a good file becomes the draft, comments and all, and nothing runs before it is applied", async ({
  world,
  admin,
}) => {
  await admin.goto("/import");
  const text = BROKEN.replace(".300", ".30").replace("fastest", "rr").replace("heavy", "2");
  await admin.getByRole("textbox", { name: "Text of the lvs.cf" }).fill(`# of the old cluster\n${text}`);
  await admin.getByRole("button", { name: /^Take as draft/ }).click();
  await expect(admin).toHaveURL(/\/review$/);
  await expect(draftBar(admin)).toBeVisible();
  await expect(admin.getByRole("region", { name: "Difference of lvs.cf" })).toContainText("192.168.26.30");
  await expect(admin.getByRole("region", { name: "Difference of lvs.cf" })).toContainText("of the old cluster");
  expect(await world.lefty.cli(["table"])).toContain("192.168.26.10");
});

test("a file from the disk is read like a pasted one", async ({ admin }) => {
  await admin.goto("/import");
  const chooser = admin.waitForEvent("filechooser");
  await admin.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "lvs.cf", mimeType: "text/plain", buffer: Buffer.from(BROKEN) });
  await expect(admin.getByRole("heading", { name: "lvs.cf", exact: true })).toBeVisible();
  await expect(admin.getByRole("button", { name: "line 7, " })).toBeVisible();
});
