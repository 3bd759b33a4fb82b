import { availableParallelism } from "node:os";
import type { Db } from "../db/open.ts";
import type { SignedIn } from "../trpc.ts";
import { backOff } from "./back-off.ts";
import { gate } from "./gate.ts";
import { networkOf } from "./network.ts";
import { LONGEST, passwordProblem } from "./password-rule.ts";
import { COST, hashPassword, verifyPassword, type Cost } from "./scrypt.ts";
import { sessionStore } from "./sessions.ts";

export type Role = SignedIn["role"];

export type SignInResult =
  | { readonly kind: "signedIn"; readonly token: string; readonly who: SignedIn }
  /** `known` is for the audit log alone: whoever asks must not learn it. */
  | { readonly kind: "wrong"; readonly known: boolean }
  | { readonly kind: "wait"; readonly seconds: number };

export type ChangeResult =
  | { readonly kind: "changed" }
  | { readonly kind: "weak"; readonly why: string }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly seconds: number };

export type AccountRow = {
  readonly name: string;
  readonly role: Role;
  readonly changedAtMs: number;
  readonly signedInAtMs: number | null;
  /** Last use of a session that still is one. */
  readonly seenAtMs: number | null;
  readonly sessions: number;
};

type Attempt = { readonly name: string; readonly password: string; readonly address: string; readonly browser: string };

type Options = {
  readonly now?: () => number;
  /** What an operator runs to set a password, shown where it is needed. */
  readonly command?: string;
  /** What a password costs to check; tests take less. */
  readonly cost?: Cost;
};

/** The one account that may change things. */
export const ADMIN = "piranha";

/** Who may sign in, and who is. There is no account until `piranha-passwd` makes one. */
export function accounts(db: Db, { now = Date.now, command = "piranha-passwd", cost = COST }: Options = {}) {
  const sessions = sessionStore(db, now);
  const guesses = backOff(db, now);
  // one processor is left for everybody else
  const hashing = gate({ running: Math.max(1, availableParallelism() - 1), waiting: 20 });

  return {
    command,
    sessionOf: sessions.of,
    alive: sessions.alive,
    sessions: sessions.list,
    signOut: sessions.end,
    signOutEverywhere: sessions.endAll,
    onRevoked: sessions.onRevoked,
    /** Stops what runs in the background. */
    close: sessions.close,

    anyAccount: async (): Promise<boolean> => (await db.account.findFirst({ select: { id: true } })) !== null,

    /**
     * Signs in. Wrong name and wrong password look the same and take the same time. Wrong ones are counted by account and by
     * address; from an address where the account was before, only its own wrong ones count (docs/accounts.md).
     */
    signIn: async (attempt: Attempt): Promise<SignInResult> => {
      const name = attempt.name.trim().toLowerCase().slice(0, 64);
      const network = networkOf(attempt.address);
      const ofAddress = `address ${network}`;
      return (
        (await hashing(async (): Promise<SignInResult> => {
          const account = await db.account.findUnique({
            where: { name },
            include: { known: { where: { address: network } } },
          });
          const ofAccount = account && account.known.length > 0 ? `account ${name} at ${network}` : `account ${name}`;
          const seconds = await guesses.begin([ofAccount, ofAddress]);
          if (seconds > 0) return { kind: "wait", seconds };
          const fits = attempt.password.length <= 2 * LONGEST;
          const right = await verifyPassword(fits ? attempt.password : "", account?.passwordHash ?? null, cost);
          if (!right || !fits || !account) return { kind: "wrong", known: account !== null };
          const session = sessions.create(account.id, attempt.address.slice(0, 100), attempt.browser.slice(0, 300));
          const entered = await db.$transaction(async (tx) => {
            // the password that was checked must still be the account's: it can have been changed meanwhile
            const { passwordHash, id } = account;
            const at = new Date(now());
            if ((await tx.account.updateMany({ where: { id, passwordHash }, data: { signedInAt: at } })).count === 0)
              return false;
            await tx.session.create({ data: session.row });
            const where = { accountId_address: { accountId: id, address: network } };
            await tx.knownAddress.upsert({ where, create: { accountId: id, address: network, at }, update: { at } });
            return true;
          });
          if (!entered) return { kind: "wrong", known: true };
          await guesses.right([ofAccount], [ofAddress]);
          await sessions.trim(account.id);
          await forgetAddresses(db, account.id);
          const who = { sessionId: session.id, accountId: account.id, name, role: roleOf(account.role) };
          return { kind: "signedIn", token: session.token, who };
        })) ?? BUSY
      );
    },

    /** Sets a password, making the account when there is none, and ends all its sessions. Null when done, else what is wrong with it. */
    setPassword: async (name: string, password: string, role: Role): Promise<string | null> => {
      const problem = passwordProblem(password, name);
      if (problem !== null) return problem;
      const passwordHash = await hashPassword(password, cost);
      const at = new Date(now());
      const [{ id }] = await db.$transaction([
        db.account.upsert({
          where: { name },
          create: { name, role, passwordHash, createdAt: at, changedAt: at },
          update: { role, passwordHash, changedAt: at },
        }),
        db.session.deleteMany({ where: { account: { name } } }),
        db.signInFailure.deleteMany({ where: { subject: { startsWith: `account ${name} at ` } } }),
        db.signInFailure.deleteMany({ where: { subject: `account ${name}` } }),
      ]);
      await sessions.endAll(id);
      return null;
    },

    /** Changes one's own password and ends all one's sessions, this one included. Wrong ones count as at sign-in. */
    changePassword: async (who: SignedIn, current: string, next: string, address: string): Promise<ChangeResult> => {
      const why =
        passwordProblem(next, who.name) ?? (next === current ? "This is the password you have. Use another" : null);
      if (why !== null) return { kind: "weak", why };
      const network = networkOf(address);
      const subjects = [`account ${who.name} at ${network}`, `address ${network}`] as const;
      return (
        (await hashing(async (): Promise<ChangeResult> => {
          const seconds = await guesses.begin(subjects);
          if (seconds > 0) return { kind: "wait", seconds };
          const account = await db.account.findUnique({ where: { id: who.accountId } });
          const right = await verifyPassword(current.slice(0, 2 * LONGEST), account?.passwordHash ?? null, cost);
          if (!right || !account) return { kind: "wrong" };
          const passwordHash = await hashPassword(next, cost);
          const changed = await db.$transaction(async (tx) => {
            const where = { id: account.id, passwordHash: account.passwordHash };
            const { count } = await tx.account.updateMany({
              where,
              data: { passwordHash, changedAt: new Date(now()) },
            });
            if (count > 0) await tx.session.deleteMany({ where: { accountId: account.id } });
            return count > 0;
          });
          if (!changed) return { kind: "wrong" };
          await sessions.endAll(account.id);
          await guesses.right([subjects[0]], [subjects[1]]);
          return { kind: "changed" };
        })) ?? BUSY
      );
    },

    /** Removes an account and ends its sessions. False when there is none of that name. */
    remove: async (name: string): Promise<boolean> => {
      const account = await db.account.findUnique({ where: { name }, select: { id: true } });
      if (!account) return false;
      await sessions.endAll(account.id);
      return (await db.account.deleteMany({ where: { id: account.id } })).count > 0;
    },

    list: async (): Promise<AccountRow[]> => {
      const rows = await db.account.findMany({ orderBy: [{ role: "asc" }, { name: "asc" }] });
      return Promise.all(
        rows.map(async ({ id, name, role, changedAt, signedInAt }) => {
          const open = await sessions.list(id);
          return {
            name,
            role: roleOf(role),
            changedAtMs: changedAt.getTime(),
            signedInAtMs: signedInAt?.getTime() ?? null,
            seenAtMs: open[0]?.seenAtMs ?? null,
            sessions: open.length,
          };
        }),
      );
    },
  };
}
export type Accounts = ReturnType<typeof accounts>;

/** More people sign in at once than this machine can hash for. */
const BUSY = { kind: "wait", seconds: 3 } as const;
const MOST_KNOWN = 20;

const roleOf = (role: string): Role => (role === "admin" ? "admin" : "viewer");

async function forgetAddresses(db: Db, accountId: string): Promise<void> {
  const old = await db.knownAddress.findMany({ where: { accountId }, orderBy: { at: "desc" }, skip: MOST_KNOWN });
  if (old.length > 0)
    await db.knownAddress.deleteMany({ where: { accountId, address: { in: old.map(({ address }) => address) } } });
}
