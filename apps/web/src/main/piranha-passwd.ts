import { hostname, userInfo } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { accounts, ADMIN } from "../server/accounts/accounts.ts";
import { askPassword } from "../server/accounts/ask-password.ts";
import { SHORTEST } from "../server/accounts/password-rule.ts";
import { auditLog } from "../server/audit.ts";
import { CLUSTER, databaseFile, DEFAULT_DATA_DIR, migrationsDir } from "../server/db/data-dir.ts";
import { migrate } from "../server/db/migrate.ts";
import { openDb } from "../server/db/open.ts";

const USAGE = `piranha-passwd [--viewer NAME] [--remove NAME] [--data-dir DIR]

  Sets the password of ${ADMIN}, who may change everything. Asks twice on a terminal; else reads one line from its input.

  --viewer NAME    the password of NAME instead, who may only look; makes the account if there is none
  --remove NAME    takes that account away
  --data-dir DIR   where the console keeps its database (default ${DEFAULT_DATA_DIR})

  A password has at least ${SHORTEST} characters. Browsers signed in to the account must sign in again.
`;

type Wish = { readonly dataDir: string } & (
  | { readonly kind: "set"; readonly name: string; readonly role: "admin" | "viewer" }
  | { readonly kind: "remove"; readonly name: string }
);

/** What was typed as arguments, or words for whoever typed them. */
function wishOf(argv: string[]): Wish | "help" | { readonly kind: "usage"; readonly why: string } {
  const usage = (why: string) => ({ kind: "usage", why }) as const;
  const parsed = parse(argv);
  if (parsed === null) return usage("There is no such option. See piranha-passwd --help");
  const { values, positionals } = parsed;
  if (values.help) return "help";
  if (positionals.length > 0)
    return usage(
      "A password does not belong on the command line: everybody on this machine can see it there, and the shell keeps it. " +
        "Run piranha-passwd alone and type it, or pipe it in",
    );
  const { viewer, remove } = values;
  if (viewer !== undefined && remove !== undefined) return usage("Choose one of --viewer and --remove");
  const dataDir = path.resolve(values["data-dir"]);
  const name = viewer ?? remove ?? ADMIN;
  if (!ACCOUNT_NAME.test(name))
    return usage("A name has 1 to 32 small letters, digits, dots and dashes, and begins with a letter");
  if (remove === ADMIN) return usage(`${ADMIN} is the only one who may change things, and stays`);
  if (viewer === ADMIN) return usage(`${ADMIN} is no viewer. Leave --viewer away to set its password`);
  if (remove !== undefined) return { kind: "remove", name, dataDir };
  return { kind: "set", name, role: viewer === undefined ? "admin" : "viewer", dataDir };
}

const ACCOUNT_NAME = /^[a-z][a-z0-9.-]{0,31}$/;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        viewer: { type: "string" },
        remove: { type: "string" },
        "data-dir": { type: "string", default: DEFAULT_DATA_DIR },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch {
    return null; // its message repeats what was typed, and that can be a password
  }
}

/** Does it. Null when done, else why not. */
async function run(wish: Wish): Promise<string | null> {
  const asked = wish.kind === "set" ? await askPassword(process.stdin, wish.name, say) : null;
  if (asked?.kind === "refused") return asked.why;
  const file = databaseFile(wish.dataDir);
  await migrate(file, migrationsDir());
  const db = openDb(file);
  try {
    const desk = accounts(db);
    const audit = auditLog(db, CLUSTER);
    const note = (action: string) =>
      audit.add({ actor: userInfo().username, address: hostname(), action, target: wish.name, outcome: "done" });
    if (wish.kind === "remove") {
      if (!(await desk.remove(wish.name))) return `There is no account ${wish.name}`;
      await note("piranha-passwd --remove");
      say(`${wish.name} is removed and signed out everywhere.\n`);
      return null;
    }
    const problem = await desk.setPassword(wish.name, asked?.password ?? "", wish.role);
    if (problem !== null) return `${problem}. Nothing was changed`;
    await note(wish.role === "admin" ? "piranha-passwd" : "piranha-passwd --viewer");
    say(`The password of ${wish.name} is set. Whoever was signed in as ${wish.name} must sign in again.\n`);
    return null;
  } finally {
    await db.$disconnect();
  }
}

const say = (words: string): void => void process.stderr.write(words);

const wish = wishOf(process.argv.slice(2));
if (wish === "help") process.stdout.write(USAGE);
else if (wish.kind === "usage") {
  say(`piranha-passwd: ${wish.why}\n`);
  process.exitCode = 2;
} else {
  const why = await run(wish).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (why !== null) say(`piranha-passwd: ${why}\n`);
  process.exit(why === null ? 0 : 1); // a terminal's input would keep it running
}
