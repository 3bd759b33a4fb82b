import { reviseLvsCf } from "@piranha/lvs/lvs-cf";
import type { Router } from "../agent/routers.ts";
import { same } from "./canonical.ts";
import { withSerialNo, type DraftDocument } from "./draft-document.ts";

/** The text an apply would install. */
export type NextText = { readonly text: string; readonly serialNo: number };

/**
 * The draft as a text, with a serial number above every one that was ever used. A draft that changes nothing is the text that runs, as it
 * is, for routers that have stayed behind, unless one of them has got ahead of it.
 *
 * @param highest serial number of the history.
 */
export function nextText(
  { base, config, source }: DraftDocument,
  targets: readonly Router[],
  highest: number,
): NextText {
  const running = targets.map(({ follower }) => follower.facts()?.config);
  const baseNo = base.config.global.serialNo ?? 0;
  const unchanged = base.sha256 !== "" && same(base.config, withSerialNo(config, base.config.global.serialNo));
  const behind = running.every((one) => !one || one.sha256 === base.sha256 || one.serialNo < baseNo);
  if (unchanged && behind) return { text: base.text, serialNo: baseNo };
  const serialNo = Math.max(highest, baseNo, ...running.map((one) => one?.serialNo ?? 0)) + 1;
  return { text: reviseLvsCf(source?.text ?? base.text, withSerialNo(config, serialNo)), serialNo };
}
