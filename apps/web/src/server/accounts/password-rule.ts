/** Shortest password, in characters. */
export const SHORTEST = 12;
/** Longest, so that nobody sends a book to be hashed. */
export const LONGEST = 200;

/** What is wrong with a password for that account, as a sentence that says what to do; null when nothing is. */
export function passwordProblem(password: string, accountName: string): string | null {
  const length = Array.from(password).length;
  if (length < SHORTEST) return `Use at least ${SHORTEST} characters; this has ${length}`;
  if (length > LONGEST) return `Use at most ${LONGEST} characters; this has ${length}`;
  const plain = password.toLowerCase();
  if (without(plain, [accountName.toLowerCase()]) < ENOUGH)
    return "This is little more than the account's name. Use three words that do not belong together";
  if (new Set(plain).size < DIFFERENT || without(plain, OBVIOUS) < ENOUGH)
    return "Everybody guesses this one first. Use three words that do not belong together";
  return null;
}

const DIFFERENT = 5;
/** Characters that must be left when what everybody guesses is taken out. */
const ENOUGH = 8;

const OBVIOUS = [
  "password",
  "passwort",
  "passwd",
  "passw0rd",
  "piranha",
  "administrator",
  "admin",
  "loadbalancer",
  "changeme",
  "letmein",
  "welcome",
  "qwertyuiop",
  "qwertzuiop",
  "qwerty",
  "asdfghjkl",
  "abcdefghijklm",
  "1234567890",
  "0987654321",
  "12345678",
  "123456",
  "12345",
  "1234",
  "123",
  "secret",
  "root",
];

const without = (password: string, words: readonly string[]): number =>
  words.reduce((rest, word) => rest.replaceAll(word, ""), password).length;
