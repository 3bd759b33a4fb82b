import { expect, type Page } from "@playwright/test";

/** Enters a TCP timeout on the page Global and does not save it. */
export async function enterTcpTimeout(page: Page, seconds: string): Promise<void> {
  await page.goto("/global");
  await page.getByLabel("TCP timeout").fill(seconds);
}

/** Saves the form that is open. */
export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await expect(page.getByRole("button", { name: "Save to the draft" })).toBeDisabled();
}

/** A change of the draft that harms nobody. */
export async function changeTcpTimeout(page: Page, seconds: number): Promise<void> {
  await enterTcpTimeout(page, String(seconds));
  await save(page);
}

/** Brings the draft to the routers, with a note, and answers the question when traffic would notice. */
export async function applyDraft(page: Page, note = ""): Promise<void> {
  await page.goto("/review");
  await page.getByLabel("Note for the history").fill(note);
  const button = page.getByRole("button", { name: /^Apply serial \d+ to/ });
  const label = await button.innerText();
  const serial = /serial (\d+)/.exec(label)?.[1] ?? "";
  await button.click();
  if (label.endsWith("…")) {
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: `Apply serial ${serial}` })
      .click();
  }
  await expect(page.getByText(`lefty runs serial ${serial}`).first()).toBeVisible();
}
