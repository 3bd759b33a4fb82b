/** `1 change`, `3,214 changes`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${figure(count)} ${count === 1 ? one : many}`;

/** `3,214`: whatever the language of the browser, like the rest of the page. */
export const figure = (count: number): string => count.toLocaleString("en-US");

/** `lefty`, `lefty and righty`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;

/** The first letter large: a name stays a name, a sentence begins. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
