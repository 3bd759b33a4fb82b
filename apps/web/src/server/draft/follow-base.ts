import type { Router, Routers } from "../agent/routers.ts";
import { changesBetween } from "./changes.ts";
import { baseOf } from "./draft-document.ts";
import type { DraftState } from "./draft-state.ts";
import { rebaseDraft } from "./rebase-draft.ts";
import type { RevisionLog } from "./revision-log.ts";

export type Click = { readonly author: string; readonly sha256: string; readonly description: string };

export type BaseFollower = {
  /** Has the base follow what runs now, as far as that is known. To be called in turn. */
  readonly catchUp: () => Promise<void>;
  readonly recordClick: (click: Click) => void;
  readonly close: () => void;
};

type Options = {
  readonly state: DraftState;
  readonly routers: Routers;
  readonly log: RevisionLog;
  /** An apply is under way: what routers run changes by our own doing. */
  readonly applying: () => boolean;
};

/**
 * Keeps the base equal to what the serving router runs, whoever changed that. Not every other text is news: a router that was dead during an
 * apply comes back with an old text, and the draft must not go back with it. News is a change of the router that served already, and a
 * text that is not older than the base.
 */
export function followBase({ state, routers, log, applying }: Options): BaseFollower {
  const clicks = new Map<string, Click>();
  /** What served when the base was last looked at. */
  let served: { readonly router: string; readonly sha256: string } | undefined;
  /** The last text that was found to be old, and against which base. */
  let old = "";
  let closed = false;
  let waiting = false;

  const runningOf = (router: Router | undefined) =>
    router?.follower.link().kind === "live" ? (router.follower.facts()?.config.sha256 ?? "") : "";

  const isNews = async (router: Router, sha256: string): Promise<boolean> => {
    const base = state.now().base.sha256;
    if (sha256 === "" || sha256 === base) return false;
    if (base === "" || (served?.router === router.name && served.sha256 !== sha256)) return true;
    if (old === `${sha256} ${base}`) return false;
    if (!(await log.isOlder(sha256, base))) return true;
    old = `${sha256} ${base}`;
    return false;
  };

  const moveBase = async (router: Router): Promise<void> => {
    const text = await router.door.client.config.query();
    const base = baseOf(text);
    const before = state.now();
    if (base.sha256 === before.base.sha256) return;
    const click = clicks.get(base.sha256);
    const author = click?.author ?? router.name;
    const { config, clashes } = rebaseDraft(before.base.config, base.config, before.config);
    const settled = changesBetween(base.config, config).length === 0;
    const first = before.base.sha256 === "";
    await state.commit({
      next: { base, config: settled ? base.config : config, ...(settled && { source: null }) },
      author,
      touched: [...new Set(changesBetween(before.config, config).flatMap(({ part }) => pagesOf(part)))],
      clashes,
      ...(settled && { settledUpTo: before.version }),
    });
    await log.add({
      kind: click ? "click" : "outside",
      author,
      note: click?.description ?? (first ? "ran before this console looked" : "not by this console"),
      serialNo: base.config.global.serialNo ?? 0,
      sha256: base.sha256,
      text,
      results: [],
    });
  };

  const catchUp = async () => {
    const router = routers.serving();
    const sha256 = runningOf(router);
    if (closed || !router || sha256 === "") return;
    // what cannot be fetched now is asked for again at its next word, which comes within a second
    if (await isNews(router, sha256)) await moveBase(router).catch(() => undefined);
    if (state.now().base.sha256 === sha256 || old.startsWith(sha256)) served = { router: router.name, sha256 };
  };

  const consider = () => {
    const router = routers.serving();
    const sha256 = runningOf(router);
    const known = sha256 === "" || (served?.router === router?.name && served?.sha256 === sha256);
    if (closed || waiting || applying() || known) return;
    waiting = true;
    void state
      .inTurn(async () => {
        waiting = false;
        if (!applying()) await catchUp();
      })
      .catch((error: unknown) => console.error("the draft could not follow what runs:", error));
  };

  const stop = routers.onChange(consider);
  consider();
  return {
    catchUp,
    recordClick: (click) => {
      clicks.set(click.sha256, click);
      const [oldest] = clicks.keys();
      if (clicks.size > KEPT && oldest !== undefined) clicks.delete(oldest);
      // the router's word may have been here first
      void state
        .inTurn(async () => {
          await log.rename(click.sha256, click.author, click.description);
          await state.attribute(click.sha256, click.author);
        })
        .catch((error: unknown) => console.error("a click could not be attributed:", error));
      consider();
    },
    close: () => {
      closed = true;
      stop();
    },
  };
}

const KEPT = 100;

/** The parts whose hashes change with a part: a real server is edited inside its virtual server. */
function pagesOf(part: string): string[] {
  const [, virtual] = /^server ([^/]*)\//.exec(part) ?? [];
  return virtual === undefined ? [part] : [part, `virtual ${virtual}`];
}
