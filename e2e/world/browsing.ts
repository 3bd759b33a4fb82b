import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { expect } from "@playwright/test";

export const PASSWORDS = { piranha: "three odd words herring", guest: "seven blue lanterns adrift" } as const;
export type Person = keyof typeof PASSWORDS;

/** Opens pages of one console and hears what they complain about. */
export type Browsing = {
  /** A browser of its own, signed in as nobody. */
  readonly stranger: (options?: BrowserContextOptions) => Promise<Page>;
  /** A browser of its own, signed in by the console's API, because how one signs in by the page has tests of its own. */
  readonly signedIn: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** What scripts of pages threw, and what browsers refused to load or run. */
  readonly complaints: () => readonly string[];
  readonly close: () => Promise<void>;
};

export function browsing(browser: Browser, baseURL: string): Browsing {
  const complaints: string[] = [];
  const closes: (() => Promise<void>)[] = [];

  const stranger: Browsing["stranger"] = async (options) => {
    const context = await browser.newContext({ baseURL, ...options });
    closes.push(() => context.close());
    bases.set(context, baseURL);
    context.on("page", (page) => watch(page, complaints));
    return context.newPage();
  };
  return {
    stranger,
    signedIn: async (person, options) => {
      const page = await stranger(options);
      const answer = await call(page, "session.signIn", { name: person, password: PASSWORDS[person] });
      expect(answer.status, answer.text).toBe(200);
      return page;
    },
    complaints: () => complaints,
    close: async () => {
      await Promise.all(closes.map((close) => close()));
    },
  };
}

/** What a script of our pages could send: a mutation of the API, with the cookies of the page's browser. */
export async function call(
  page: Page,
  procedure: string,
  input: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  const { request } = page.context();
  const url = new URL(`/api/trpc/${procedure}`, baseUrlOf(page));
  const answer = await request.post(url.href, { data: JSON.stringify(input ?? {}), headers: headersOf(url) });
  return { status: answer.status(), text: await answer.text() };
}

const headersOf = ({ origin }: URL) => ({ "content-type": "application/json", origin });

const bases = new WeakMap<object, string>();

/** Of the console a page belongs to, also before it was opened. */
function baseUrlOf(page: Page): string {
  const known = bases.get(page.context());
  if (known === undefined) throw new Error("this page is of no console");
  return known;
}

function watch(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // a refused call is an answer like others; its test looks at what the page makes of it
    if (message.type() !== "error" || /^Failed to load resource.*status of 4\d\d/.test(message.text())) return;
    complaints.push(`${page.url()}: ${message.text()}`);
  });
}
