import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Channel } from "./channel.ts";
import {
  type NetworkPlan,
  linkStates,
  nodeScript,
  outsideCommands,
  outsideName,
  removalCommands,
} from "./network-plan.ts";
import { collectState } from "./collect.ts";
import { deadlineMs } from "./deadline.ts";
import type { Lines } from "./lines.ts";
import { type LabNode, labNode } from "./node.ts";
import type { Place } from "./place.ts";

/** Nodes on bridges, ready for use. */
export type Network<Name extends string = string> = {
  readonly name: string;
  readonly nodes: Readonly<Record<Name, LabNode>>;
  /** On the host: a folder a node, with the logs and captures of its programs. */
  readonly artefactsDir: string;
  /** Writes each node's addresses, routes, IPVS table and more into its folder. Resolves with the network's folder. */
  readonly collect: () => Promise<string>;
  /** Kills every process in it and takes it down. Does nothing the second time. */
  readonly close: () => Promise<void>;
};

/** What a network needs of its lab. */
export type Ground = {
  readonly channel: Channel;
  /** The namespace that holds the bridges. */
  readonly outside: Place;
  readonly artefactsDir: string;
  /** On the host, of this lab alone, and gone with it. */
  readonly privateDir: string;
  readonly lines: Lines;
  readonly guestProgram: (name: string) => readonly string[];
};

/**
 * @param number tells networks that exist at the same time apart; `title` names the folder of its artefacts.
 * @param onClosed is called when the network is gone, also when it was never complete.
 */
export async function layOut<Name extends string>(
  ground: Ground,
  { number, title, plan }: { number: number; title: string; plan: NetworkPlan<Name> },
  onClosed: () => void,
): Promise<Network<Name>> {
  const { channel, outside, artefactsDir } = ground;
  const directory = join(artefactsDir, title);
  const names = Object.keys(plan.nodes) as Name[];
  const guestName = (node: string): string => `${number}-${node}`;
  const ip = (commands: readonly string[]): Promise<string> =>
    outside.exec(["ip", "-batch", "-"], { stdin: commands.join("\n") + "\n" });

  const add = async (node: Name): Promise<[Name, LabNode]> => {
    const { links } = plan.nodes[node];
    const logDir = join(directory, node);
    await mkdir(logDir, { recursive: true });
    const script = nodeScript(number, node, plan.nodes[node]);
    const { pid } = await channel.call("addNode", { node: guestName(node), hostname: node, script });
    const cables = Object.entries(links).map(([link, { bridge }]): [string, { outside: string; bridge: string }] => [
      link,
      { outside: outsideName(number, node, link), bridge: outsideName(number, bridge) },
    ]);
    const settings = { ...ground, guestName: guestName(node), title: `${title}/${node}`, logDir };
    return [node, labNode({ ...settings, name: node, pid, cables: Object.fromEntries(cables) })];
  };
  const removal = removalCommands(number, plan).join("\n") + "\n";
  const remove = async (): Promise<void> => {
    await outside.run(["ip", "-force", "-batch", "-"], { stdin: removal });
    // A node that was never made, or taken away as a fault, is refused: that is how it should be.
    await Promise.all(
      names.map((node) => channel.call("removeNode", { node: guestName(node) }).catch(() => undefined)),
    );
  };

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= remove().finally(onClosed));
  try {
    const nodes = await Promise.all(names.map(add));
    await ip(outsideCommands(number, plan));
    const files = linkStates(number, plan).map(({ node, path }) =>
      node === undefined ? { path } : { node: guestName(node), path },
    );
    await channel.call("awaitFiles", { files, content: "up", timeoutMs: deadlineMs(10_000) });
    return {
      name: title,
      nodes: Object.fromEntries(nodes) as Record<Name, LabNode>,
      artefactsDir: directory,
      collect: async () => {
        await Promise.all(nodes.map(([, node]) => collectState(node)));
        return directory;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
