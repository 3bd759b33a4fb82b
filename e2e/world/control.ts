import type { Locator, Page } from "@playwright/test";

/** The routing table of the page Control, in its own words. */
export const serverRow = (page: Page, server: string, virtual = "web"): Locator =>
  page.getByRole("row", { name: `${virtual}/${server}`, exact: true });

export const routerCard = (page: Page, router = "lefty"): Locator =>
  page.getByRole("region", { name: `Router ${router}` });

/** What a toast says; there may be several. */
export const toast = (page: Page, words: string | RegExp): Locator =>
  page.getByRole("listitem").filter({ hasText: words });

/** The bar under the header that says what is not applied. */
export const draftBar = (page: Page): Locator => page.getByRole("status").filter({ hasText: "not applied" });
