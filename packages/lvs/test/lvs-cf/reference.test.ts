import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LEVELS, renderReference } from "../../src/lvs-cf/index.ts";

const PAGE = fileURLToPath(new URL("../../../../docs/lvs-cf.md", import.meta.url));

/** The page with its tables as the table of directives has them. */
const withTables = (page: string) =>
  LEVELS.reduce(
    (text, level) =>
      text.replace(
        new RegExp(`(<!-- directives: ${level} -->\n)[^]*?(\n<!-- end -->)`),
        (_, start: string, end: string) => `${start}\n${renderReference(level)}${end}`,
      ),
    page,
  );

describe("docs/lvs-cf.md", () => {
  it("shows the directives as the code has them (UPDATE_DOCS=1 writes it)", () => {
    const page = readFileSync(PAGE, "utf8");
    const expected = withTables(page);
    if (process.env.UPDATE_DOCS === "1") writeFileSync(PAGE, expected);
    else expect(page, "run: UPDATE_DOCS=1 npx vitest run --project unit packages/lvs/test/lvs-cf").toBe(expected);
    for (const level of LEVELS) expect(page).toContain(`<!-- directives: ${level} -->`);
  });
});
