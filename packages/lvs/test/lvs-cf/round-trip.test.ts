import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLvsCf, renderLvsCf } from "../../src/lvs-cf/index.ts";
import { lvsConfig } from "../config/arbitrary.ts";

describe("renderLvsCf", () => {
  it("writes what parseLvsCf reads as the same configuration", () => {
    fc.assert(
      fc.property(lvsConfig, (config) => {
        expect(parseLvsCf(renderLvsCf(config)).config).toEqual(config);
      }),
      { numRuns: 100 },
    );
  });
});
