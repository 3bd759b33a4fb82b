import {
  globalSettingsSchema,
  realServerSchema,
  virtualServerSchema,
  type ConfigPath,
  type GlobalSettings,
  type LvsConfig,
  type RealServer,
  type VirtualServer,
} from "@piranha/lvs/config";
import { DomainError } from "../domain-error.ts";
import { ago } from "./ago.ts";
import { hashOf } from "./canonical.ts";
import { changesBetween } from "./changes.ts";
import type { DraftStore } from "./draft-store.ts";
import type { DraftState } from "./draft-state.ts";
import { idsOf, parsePart, refuseNewErrors, warningsAt } from "./findings.ts";
import { refuseStale } from "./part-conflict.ts";
import { virtualRows, type VirtualRow } from "./virtual-rows.ts";

/** Reading and changing parts of the draft. */
export function draftParts(state: DraftState): Pick<DraftStore, "settings" | "virtuals"> {
  const virtuals = () => state.now().config.virtualServers;

  /** Makes `next` the draft, if it is not worse than before. */
  const write = async (
    next: LvsConfig,
    edited: ConfigPath,
    part: string,
    touched: readonly string[],
    author: string,
  ) => {
    const before = state.now().config;
    refuseNewErrors(before, next, edited);
    const said = changesBetween(before, next).map(({ text }) => text);
    if (said.length > 0)
      await state.commit({ next: { config: next }, author, touched, edit: { part, text: said.join("; ") } });
    return { draftVersion: state.now().version, warnings: warningsAt(state.now().config, edited) };
  };

  const withVirtuals = (virtualServers: VirtualServer[]): LvsConfig => ({ ...state.now().config, virtualServers });

  const find = (id: string) => {
    const index = idsOf(virtuals()).indexOf(id);
    const value = virtuals()[index];
    if (value) return { index, value };
    const gone = state.touchedBy(`virtual ${id}`);
    const who = gone ? ` It was removed or renamed by ${gone.author} ${ago(gone.atMs)}.` : "";
    throw new DomainError(
      "NOT_FOUND",
      `There is no virtual server ${id} in the draft.${who}`,
      gone ? { changedBy: gone } : {},
    );
  };

  const findToChange = (id: string, hash: string, author: string) => {
    const found = find(id);
    refuseStale({ hash, value: found.value, what: id, changedBy: state.touchedBy(`virtual ${id}`), author });
    return found;
  };

  const refuseTaken = (name: string, except?: number) => {
    const taken = virtuals().some((virtual, at) => virtual.name === name && at !== except);
    const message = `There is a virtual server called ${name} already; enter another name`;
    if (taken) throw new DomainError("BAD_REQUEST", message, { fields: { name: message } });
  };

  const insert = async (value: VirtualServer, index: number, author: string) => {
    const next = virtuals().toSpliced(index, 0, value);
    const part = `virtual ${value.name}`;
    const written = await write(withVirtuals(next), ["virtualServers", index], part, [part], author);
    return { id: value.name, hash: hashOf(value), ...written };
  };

  /** `edited` is the place in the virtual server that a form shows. */
  const replace = async (id: string, index: number, value: VirtualServer, edited: ConfigPath, author: string) => {
    const old = virtuals()[index];
    if (old?.name !== value.name) refuseTaken(value.name, index);
    const next = withVirtuals(virtuals().with(index, value));
    const after = idsOf(next.virtualServers)[index] ?? value.name;
    const touched = after === id ? [`virtual ${id}`] : [`virtual ${id}`, `virtual ${after}`];
    const written = await write(next, ["virtualServers", index, ...edited], `virtual ${after}`, touched, author);
    return { id: after, hash: hashOf(value), ...written };
  };

  return {
    settings: {
      get: () => {
        const value = settingsOf(state.now().config);
        return { value, hash: hashOf(value), lastEdit: state.touchedBy("global") };
      },
      set: (input, author) =>
        state.inTurn(async () => {
          const { config } = state.now();
          const changedBy = state.touchedBy("global");
          refuseStale({ hash: input.hash, value: settingsOf(config), what: "the global settings", changedBy, author });
          const value = settingsOf({ ...config, global: parsePart(globalSettingsSchema, input.value) });
          const { serialNo } = config.global;
          const global = serialNo === undefined ? value : { ...value, serialNo };
          const written = await write({ ...config, global }, ["global"], "global", ["global"], author);
          return { hash: hashOf(value), ...written };
        }),
    },
    virtuals: {
      list: rowsRemembered(state),
      get: (id) => {
        const { index, value } = find(id);
        return { id, index, value, hash: hashOf(value), lastEdit: state.touchedBy(`virtual ${id}`) };
      },
      add: ({ value, afterId }, author) =>
        state.inTurn(async () => {
          const virtual = parsePart(virtualServerSchema, value);
          refuseTaken(virtual.name);
          return insert(virtual, afterId === undefined ? virtuals().length : find(afterId).index + 1, author);
        }),
      set: ({ id, hash, value }, author) =>
        state.inTurn(async () => {
          const { index } = findToChange(id, hash, author);
          return replace(id, index, parsePart(virtualServerSchema, value), [], author);
        }),
      remove: ({ id, hash }, author) =>
        state.inTurn(async () => {
          const { index } = findToChange(id, hash, author);
          const part = `virtual ${id}`;
          return write(withVirtuals(virtuals().toSpliced(index, 1)), ["virtualServers", -1], part, [part], author);
        }),
      duplicate: ({ id, name }, author) =>
        state.inTurn(async () => {
          const { index, value } = find(id);
          refuseTaken(name);
          return insert(
            { ...value, name: parsePart(virtualServerSchema.pick({ name: true }), { name }).name, active: false },
            index + 1,
            author,
          );
        }),
      setMany: ({ ids, active }, author) =>
        state.inTurn(async () => {
          const places = new Set(ids.map((id) => find(id).index));
          const changed = new Set([...places].filter((at) => (virtuals()[at]?.active ?? false) !== active));
          const next = virtuals().map((virtual, at) => (changed.has(at) ? { ...virtual, active } : virtual));
          const parts = ids.map((id) => `virtual ${id}`);
          const [first = "virtual", ...more] = parts;
          const part = more.length === 0 ? first : `${first} and ${String(more.length)} more`;
          const written = await write(withVirtuals(next), ["virtualServers", -1], part, parts, author);
          return { ...written, changed: changed.size };
        }),
      setServer: ({ id, serverId, hash, value }, author) =>
        state.inTurn(async () => {
          const { index, value: virtual } = findToChange(id, hash, author);
          const server = parsePart(realServerSchema, value);
          const at = serverId === null ? virtual.servers.length : serverIndex(id, virtual, serverId);
          refuseTakenServer(virtual, server, at);
          const servers = virtual.servers.toSpliced(at, 1, server);
          const written = await replace(id, index, { ...virtual, servers }, ["servers", at], author);
          return { ...written, serverId: idsOf(servers)[at] ?? server.name };
        }),
      removeServer: ({ id, serverId, hash }, author) =>
        state.inTurn(async () => {
          const { index, value: virtual } = findToChange(id, hash, author);
          const servers = virtual.servers.toSpliced(serverIndex(id, virtual, serverId), 1);
          return replace(id, index, { ...virtual, servers }, [], author);
        }),
    },
  };
}

function settingsOf({ global }: LvsConfig): GlobalSettings {
  const settings = { ...global };
  delete settings.serialNo;
  return settings;
}

function serverIndex(id: string, { servers }: VirtualServer, serverId: string): number {
  const at = idsOf(servers).indexOf(serverId);
  if (at === -1) throw new DomainError("NOT_FOUND", `There is no real server ${serverId} in ${id}`);
  return at;
}

function refuseTakenServer({ name, servers }: VirtualServer, server: RealServer, at: number): void {
  const renamed = servers[at]?.name !== server.name;
  if (!renamed || !servers.some((other, place) => place !== at && other.name === server.name)) return;
  const message = `There is a real server called ${server.name} in ${name} already; enter another name`;
  throw new DomainError("BAD_REQUEST", message, { fields: { name: message } });
}

/** The list is asked for by every page and at every change. */
function rowsRemembered(state: DraftState): () => readonly VirtualRow[] {
  let known: { readonly version: number; readonly rows: readonly VirtualRow[] } | undefined;
  return () => {
    const { version, base, config } = state.now();
    if (known?.version !== version) known = { version, rows: virtualRows(base.config, config) };
    return known.rows;
  };
}
