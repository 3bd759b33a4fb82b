import { describe, expect, it } from "vitest";
import { ageWords } from "../../src/components/ui/age-words";

describe("ageWords", () => {
  it.each([
    [-5, "0 s"],
    [12_400, "12 s"],
    [59_999, "59 s"],
    [240_000, "4 min"],
    [3_600_000, "1 h"],
    [12_000_000, "3 h 20 min"],
    [86_400_000, "1 d"],
    [273_600_000, "3 d 4 h"],
  ])("says %i ms as %s", (ms, words) => {
    expect(ageWords(ms)).toBe(words);
  });
});
