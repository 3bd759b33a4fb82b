/** What a person calls a browser, from what it says of itself: "Firefox on Linux". What is not known is said as it came. */
export function browserWords(userAgent: string): string {
  const name = BROWSERS.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0];
  if (name === undefined) return userAgent.slice(0, 40) || "A program that does not say what it is";
  return system === undefined ? name : `${name} on ${system}`;
}

/** In this order: most say that they are Chrome and Safari too. */
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(HeadlessChrome|Chrome|CriOS)\//],
  ["Safari", /\bVersion\/.*Safari\//],
];

const SYSTEMS: readonly (readonly [string, RegExp])[] = [
  ["Android", /Android/],
  ["iPhone", /iPhone|iPad/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["ChromeOS", /CrOS/],
  ["Linux", /Linux|X11/],
];
