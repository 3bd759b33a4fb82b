import { PAGES } from "../world/pages.ts";
import { call } from "../world/browsing.ts";
import { serverRow } from "../world/control.ts";
import { expect, test } from "../world/test.ts";

const CHANGES =
  /^(Deactivate|Activate|Drain|Resume|Save|Apply|Take|Restore|Discard|Stop pulse|Start pulse|Delete|Duplicate|Add)\b/;

test("whoever may only look finds no button that changes anything, on any page", async ({ viewer }) => {
  test.slow();
  await viewer.goto("/");
  await expect(serverRow(viewer, "number1")).toContainText(/up \d/);
  for (const { path, ready } of PAGES) {
    await viewer.goto(path);
    await expect(ready(viewer)).toBeVisible();
    await expect.soft(viewer.getByRole("button", { name: CHANGES }), path).toHaveCount(0);
    await expect.soft(viewer.getByRole("link", { name: /^(Add|Delete)\b/ }), path).toHaveCount(0);
  }
});

test("whoever may only look is refused every change, also without the pages", async ({ world, viewer }) => {
  const server = { kind: "server", virtual: "web", server: "number1" };
  const changes: readonly (readonly [string, unknown])[] = [
    ["control.click", { action: "deactivate", target: server }],
    ["control.pulse", { router: "lefty", command: "stop" }],
    ["control.probe", { virtual: "web", server: "number1" }],
    ["settings.set", { hash: "", value: {} }],
    ["virtuals.remove", { id: "web", hash: "" }],
    ["draft.discard", { version: 0 }],
    ["review.applyDraft", { draftVersion: 0, note: "" }],
    ["revisions.restore", { id: 1 }],
    ["import.take", { text: "", draftVersion: 0 }],
  ];
  for (const [procedure, input] of changes) {
    const { status, text } = await call(viewer, procedure, input);
    expect(status, procedure).toBe(403);
    expect(text, procedure).toContain("guest may look, not change");
  }
  expect(await world.lefty.cli(["table"])).toMatch(/web .*3 of 3 up/);
});

test("a change that another site asks for is refused", async ({ world, admin }) => {
  const answer = await admin.context().request.post(`${world.console.url}/api/trpc/control.pulse`, {
    data: JSON.stringify({ router: "lefty", command: "stop" }),
    headers: { "content-type": "application/json", origin: "https://example.org", "sec-fetch-site": "cross-site" },
  });
  expect(answer.status()).toBe(403);
  expect(await world.lefty.cli(["status"])).toContain("active");
});
