import type { Locator, Page } from "@playwright/test";

export type PageOfConsole = {
  /** For screenshots and titles. */
  readonly name: string;
  readonly path: string;
  /** What is there when the page has everything it shows. */
  readonly ready: (page: Page) => Locator;
};

const heading = (name: string | RegExp) => (page: Page) => page.getByRole("heading", { name, level: 1 });

/** Every page behind the sign-in, on a console whose router runs `web`. */
export const PAGES: readonly PageOfConsole[] = [
  { name: "control", path: "/", ready: (page) => page.getByRole("row", { name: "web/number1", exact: true }) },
  {
    name: "virtual-servers",
    path: "/virtual-servers",
    ready: (page) => page.getByRole("link", { name: "web", exact: true }),
  },
  { name: "virtual-server", path: "/virtual-servers/web", ready: (page) => page.getByLabel("Application port") },
  {
    name: "real-servers",
    path: "/virtual-servers/web/real-servers",
    ready: (page) => page.getByRole("link", { name: "number1", exact: true }),
  },
  {
    name: "real-server",
    path: "/virtual-servers/web/real-servers/number1",
    ready: (page) => page.getByLabel("Weight", { exact: true }),
  },
  {
    name: "monitoring",
    path: "/virtual-servers/web/monitoring",
    ready: (page) => page.getByLabel("Expect", { exact: true }),
  },
  { name: "global", path: "/global", ready: (page) => page.getByLabel("TCP timeout") },
  { name: "redundancy", path: "/redundancy", ready: (page) => page.locator("fieldset").first() },
  {
    name: "review",
    path: "/review",
    ready: (page) =>
      page.getByRole("region", { name: "Apply" }).or(page.getByRole("heading", { name: "Nothing to apply" })),
  },
  { name: "history", path: "/history", ready: (page) => page.getByText("That is all of them.") },
  { name: "revision", path: "/history/1", ready: (page) => page.getByRole("textbox", { name: /^lvs.cf of serial/ }) },
  { name: "compare", path: "/history/compare?a=1&b=1", ready: (page) => page.getByText("They are the same") },
  { name: "import", path: "/import", ready: heading(/Import/) },
  { name: "audit", path: "/audit", ready: (page) => page.getByRole("row").nth(1) },
  { name: "account", path: "/account", ready: (page) => page.getByRole("heading", { name: "Signed in" }) },
];

/** Pages that only make sense to whoever may change things. */
export const PAGES_OF_ADMIN: readonly PageOfConsole[] = [
  { name: "add-virtual-server", path: "/virtual-servers/add", ready: heading(/Add/) },
  {
    name: "add-real-server",
    path: "/virtual-servers/web/real-servers/add",
    ready: (page) => page.getByLabel("Weight", { exact: true }),
  },
];
