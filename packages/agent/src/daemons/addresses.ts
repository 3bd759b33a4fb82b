import { addressParts, type RaisedAddress } from "@piranha/lvs/config";
import { interfaceOf, type AddressLine } from "@piranha/lvs/pulse";
import type { RouterFacts } from "@piranha/lvs/status";
import type { Clock } from "../adapters/clock.ts";
import type { AddressChannel, Interface, Interfaces } from "../adapters/interfaces.ts";
import type { Say } from "./events.ts";
import { wordsOf } from "../words-of.ts";

/** What one router holds for its clients, and for how long the kernel keeps it without us. */
export type AddressWish = {
  readonly addresses: readonly RaisedAddress[];
  /** Whole seconds (ip-address(8)): the kernel takes an address away so long after its last refresh. */
  readonly lifetimeSeconds: number;
  readonly refreshMs: number;
  readonly announceMs: number;
};

export type AddressState = RouterFacts["addresses"][number];

/** Raises addresses, keeps them alive, announces them, and takes them away. */
export type AddressKeeper = {
  /** Raises what is new, takes away what is no longer wished for. Resolves when the interfaces say so. */
  readonly want: (wish: AddressWish) => Promise<void>;
  readonly states: () => readonly AddressState[];
  /** Takes everything away and reads back that it is gone. */
  readonly stop: () => Promise<void>;
};

/** arping processes at a time. */
const ASKED_AT_ONCE = 16;
const SHOWN = 5;
const NOTHING: AddressWish = { addresses: [], lifetimeSeconds: 10, refreshMs: 2_500, announceMs: 10_000 };

/**
 * Keeps a router's virtual addresses. An address has a lifetime in the kernel that only a working agent renews, so a dead or
 * frozen one cannot keep it. Refreshes go through one channel with at most one unacknowledged batch in it, because a refresh
 * that is done late raises the address again; the channel is killed before anything is taken away.
 */
export function keepAddresses(interfaces: Interfaces, clock: Clock, say: Say): AddressKeeper {
  let wish = NOTHING;
  let channel: AddressChannel | undefined;
  const raised = new Map<string, AddressLine>();
  const faults = new Map<string, Fault>();
  const silentDrivers = new Set<string>();
  /** When each new address was last asked about. */
  const asked = new Map<string, number>();
  /** More newcomers wait to be asked about. */
  let inHurry = false;
  let cannotAsk = false;
  let announcedMs = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  /** One thing after another: a wish never meets a refresh half way. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work).catch((error: unknown) => say("pulse", "alarm", `virtual addresses: ${wordsOf(error)}`));
    return turn;
  };

  const schedule = () => {
    clearTimeout(timer);
    const waitMs = inHurry ? 0 : wish.refreshMs;
    if (wish.addresses.length > 0) timer = setTimeout(() => void inTurn(refresh).finally(schedule), waitMs);
  };

  const killChannel = async () => {
    const old = channel;
    channel = undefined;
    await old?.kill();
  };

  const putDown = (fault: Fault) => {
    if (faults.get(fault.address)?.note !== fault.note)
      say("pulse", fault.state === "permanent" ? "warning" : "alarm", fault.note);
    faults.set(fault.address, fault);
  };

  const refresh = async () => {
    const links = await interfaces.read();
    const lost = [...raised.values()].filter(({ address }) => !holderOf(links, address));
    for (const { address, device } of lost)
      say("pulse", "warning", `${address} was taken off ${device} by somebody else; raising it again`);
    const lines: AddressLine[] = [];
    for (const result of wish.addresses.map((wanted) => lineOrFault(wanted, links))) {
      if ("note" in result) putDown(result);
      else lines.push(result);
    }
    // on another interface or with another mask it is another address to the kernel, and the old one would linger
    const moved = lines.flatMap((line) => elsewhere(line, raised.get(line.address)) ?? []);
    for (const { address } of moved) raised.delete(address);
    await takeAway(moved);
    const before = new Set(raised.keys());
    const ours = (line: AddressLine) => raised.has(line.address) || holderOf(links, line.address) !== undefined;
    // what serves already comes first: asking about newcomers takes a second, and there may be hundreds
    await raise(lines.filter(ours));
    const newcomers = lines.filter((line) => !ours(line)).sort((a, b) => askedMs(a) - askedMs(b));
    await raise(await unclaimed(newcomers.slice(0, ASKED_AT_ONCE)));
    inHurry = newcomers.length > ASKED_AT_ONCE;
    const fresh = [...raised.values()].filter(({ address }) => !before.has(address));
    if (fresh.length > 0) say("pulse", "info", `raised ${listed(fresh, "on")}`);
    if (fresh.length > 0 || lost.length > 0 || clock.now() - announcedMs >= wish.announceMs) await announce(links);
  };

  /** Refreshes addresses, creating what is missing. */
  const raise = async (lines: readonly AddressLine[]) => {
    const complaints = await renew(lines);
    if (complaints === undefined) return;
    for (const line of lines) raised.set(line.address, line);
    if (complaints.length > 0) await judge(lines, complaints);
    for (const { address } of lines) if (raised.has(address)) faults.delete(address);
  };

  /** How one wished-for address is to be raised, or why it cannot be. */
  const lineOrFault = (wanted: RaisedAddress, links: readonly Interface[]): AddressLine | Fault => {
    const { address } = wanted;
    const label: string = wanted.device;
    const device = interfaceOf(wanted);
    const link = links.find(({ name }) => name === device);
    if (!link) {
      const names = links.filter(({ name }) => name !== "lo").map(({ name }) => name);
      const note = `no interface ${device} for ${address}: this router has ${names.join(", ")}; correct it in lvs.cf`;
      return { state: "missing", address, device, note };
    }
    const holder = holderOf(links, address);
    if (holder?.expires === false) {
      const note = `${address} is configured for good on ${holder.device}: take it out of this machine's network settings, or a dead router keeps it`;
      return { state: "permanent", address, device, note };
    }
    const inOwnSubnet = link.held.some((own) => !own.expires && sameSubnet(own.address, wanted));
    const prefixLength = inOwnSubnet ? wholePrefix(address) : wanted.prefixLength;
    return { address, device, label, prefixLength, lifetimeSeconds: wish.lifetimeSeconds };
  };

  /** Those of some new addresses that no other machine answers for; the others are put down with their owner. */
  const unclaimed = async (lines: readonly AddressLine[]): Promise<AddressLine[]> => {
    const free = await Promise.all(
      lines.map(async (line) => {
        const { address, device } = line;
        asked.set(address, clock.now());
        const owner = await otherOwner(device, address);
        if (owner === undefined) return [line];
        const note = `${address} belongs to another machine (${owner} on ${device}'s network): take it off that machine; it is tried again`;
        putDown({ state: "taken", address, device, note });
        return [];
      }),
    );
    return free.flat();
  };

  const askedMs = ({ address }: AddressLine) => asked.get(address) ?? -Infinity;

  /** Who else has an address. Not being able to ask is no reason not to serve. */
  const otherOwner = async (device: string, address: string) => {
    if (address.includes(":")) return undefined;
    return interfaces.otherOwner(device, address).catch((error: unknown) => {
      if (!cannotAsk) say("pulse", "warning", `cannot ask whether an address is in use: ${wordsOf(error)}`);
      cannotAsk = true;
      return undefined;
    });
  };

  /** Resolves with what `ip` complained of, or undefined when it did not answer and was ended. */
  const renew = async (lines: readonly AddressLine[]): Promise<string[] | undefined> => {
    if (lines.length === 0) return [];
    channel ??= interfaces.openChannel();
    try {
      return await within((wish.lifetimeSeconds * 1000) / 3, channel.refresh(lines));
    } catch (error) {
      await killChannel();
      say("pulse", "alarm", `the command channel to the interfaces was started again: ${wordsOf(error)}`);
      return undefined;
    }
  };

  /** `ip` refused something: what is not there now was it. */
  const judge = async (lines: readonly AddressLine[], complaints: readonly string[]) => {
    const links = await interfaces.read();
    for (const { address, device } of lines.filter((line) => !holderOf(links, line.address))) {
      raised.delete(address);
      const note = `${address} cannot be raised on ${device}: ${complaints.join("; ")}`;
      putDown({ state: "refused", address, device, note });
    }
  };

  const announce = async (links: readonly Interface[]) => {
    announcedMs = clock.now();
    for (const device of new Set([...raised.values()].map((line) => line.device))) {
      const mac = links.find(({ name }) => name === device)?.mac;
      if (mac !== undefined && !silentDrivers.has(device)) {
        if (await interfaces.announceAll(device, mac)) continue;
        silentDrivers.add(device);
        say("pulse", "warning", `${device} does not announce by itself; announcing each address with arping instead`);
      }
      const single = [...raised.values()].filter((line) => line.device === device && !line.address.includes(":"));
      for (let at = 0; at < single.length; at += ASKED_AT_ONCE)
        await Promise.all(
          single.slice(at, at + ASKED_AT_ONCE).map(({ address }) => interfaces.announceOne(device, address)),
        );
    }
  };

  const takeAway = async (gone: readonly AddressLine[]) => {
    if (gone.length === 0) return;
    await killChannel();
    await interfaces.remove(gone);
    const links = await interfaces.read();
    for (const { address, device } of gone.filter((line) => holderOf(links, line.address)))
      say(
        "pulse",
        "alarm",
        `${address} is still on ${device}; it goes by itself within ${String(wish.lifetimeSeconds)} s`,
      );
    say("pulse", "info", `took away ${listed(gone, "from")}`);
  };

  const want = (next: AddressWish) =>
    inTurn(async () => {
      const kept = new Set<string>(next.addresses.map(({ address }) => address));
      const gone = [...raised.values()].filter(({ address }) => !kept.has(address));
      for (const { address } of gone) raised.delete(address);
      for (const address of [...faults.keys()]) if (!kept.has(address)) faults.delete(address);
      await takeAway(gone);
      wish = next;
      if (next.addresses.length > 0) await refresh();
    }).finally(schedule);

  const stateOf = ({ address, device: label, prefixLength }: RaisedAddress): AddressState => {
    const line = raised.get(address);
    const wrong = faults.get(address);
    const device = line?.device ?? interfaceOf({ device: label });
    if (wrong) return { ...wrong, prefixLength };
    return {
      address,
      device,
      prefixLength: line?.prefixLength ?? prefixLength,
      state: line ? "raised" : "missing",
      note: null,
    };
  };

  return {
    want,
    states: () => wish.addresses.map(stateOf),
    stop: async () => {
      await want(NOTHING);
      await killChannel();
    },
  };
}

/** Why an address is not raised by us, in words. */
type Fault = Omit<AddressState, "prefixLength" | "note"> & { readonly note: string };

/** Where an address is held now, when it is not where `line` wants it. */
const elsewhere = (line: AddressLine, held: AddressLine | undefined) =>
  held && (held.device !== line.device || held.prefixLength !== line.prefixLength) ? held : undefined;

/** Addresses for people: the first few of many. */
function listed(lines: readonly AddressLine[], word: string): string {
  const shown = lines.slice(0, SHOWN).map(({ address, device }) => `${address} ${word} ${device}`);
  return `${shown.join(", ")}${lines.length > SHOWN ? ` and ${lines.length - SHOWN} more` : ""}`;
}

const wholePrefix = (address: string) => (address.includes(":") ? 128 : 32);

const holderOf = (links: readonly Interface[], address: string) =>
  links.flatMap(({ held }) => held).find((other) => other.address === address);

/** Whether an address this router owns lies in the network of a wished-for one; then that is raised alone, without a route. */
function sameSubnet(own: string, { address, prefixLength }: RaisedAddress): boolean {
  if (own.includes(":") !== address.includes(":")) return false;
  return networkBits(own, prefixLength) === networkBits(address, prefixLength);
}

function networkBits(address: string, prefixLength: number): string {
  const width = address.includes(":") ? 16 : 8;
  const bits = addressParts(address).map((part) => part.toString(2).padStart(width, "0"));
  return bits.join("").slice(0, prefixLength);
}

/** Gives up on work that takes longer than `limitMs`. */
function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no answer within ${String(Math.round(limitMs))} ms`));
    const timer = setTimeout(late, limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
