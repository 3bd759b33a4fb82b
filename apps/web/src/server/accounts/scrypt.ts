import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What a stored password looks like: `scrypt$32768,8,3$salt$hash`, so that an old one can be checked after the cost changes. */
const STORED = /^scrypt\$(\d{1,7}),(\d{1,2}),(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

/** 32 MiB and about a fifth of a second each: dear for somebody who guesses, unnoticed by somebody who knows. */
export const COST: Cost = { N: 32_768, r: 8, p: 3 };

/** scrypt's parameters. Tests take cheaper ones. */
export type Cost = { readonly N: number; readonly r: number; readonly p: number };

/** Hashes with a salt of its own; the result carries its parameters. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return `scrypt$${cost.N},${cost.r},${cost.p}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/**
 * Whether `password` is the stored one. Takes as long for a wrong password, and for nobody's (`null`), as for the right one;
 * something that is not of our making is nobody's too.
 */
export async function verifyPassword(password: string, stored: string | null, cost: Cost = COST): Promise<boolean> {
  const [, n, r, p, salt, hash] = STORED.exec(stored ?? "") ?? [];
  if (salt === undefined || hash === undefined) {
    await derive(password, NOBODYS_SALT, cost);
    return false;
  }
  const derived = await derive(password, Buffer.from(salt, "base64url"), { N: Number(n), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, Buffer.from(hash, "base64url"));
}

const NOBODYS_SALT = randomBytes(16);

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // the same letters can be typed as different code points on another keyboard
    scrypt(password.normalize("NFKC"), salt, 32, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
