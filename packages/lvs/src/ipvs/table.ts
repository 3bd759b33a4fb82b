import * as z from "zod";
import type { Forwarding, IpAddress, Scheduler, SchedulerFlag } from "../config/index.ts";
import type { DestinationKey, ServiceKey } from "./key.ts";

/** The kernel's IPVS rules, or the rules we want there: settings only, no counters. */
export type IpvsTable = ReadonlyMap<ServiceKey, Service>;

/** A virtual service and the real servers behind it. */
export type Service = ServiceSettings & { readonly destinations: ReadonlyMap<DestinationKey, Destination> };

/** What the kernel keeps of a service beside its destinations, spelled as it reports it. */
export type ServiceSettings = {
  readonly scheduler: SchedulerName;
  /** In the order ipvsadm prints them, under the names it prints for this scheduler. */
  readonly schedulerFlags: readonly SchedulerFlag[];
  /** `-o`: every datagram is scheduled on its own. UDP and marks only. */
  readonly onePacket: boolean;
  /** 0 is "not persistent". */
  readonly persistentSeconds: number;
  /** Clients are grouped by this; undefined is the whole address, and whatever is not persistent. */
  readonly persistenceMask: PersistenceMask | undefined;
  /** `--pe sip`; Piranha never sets one, somebody else may have. */
  readonly persistenceEngine: KernelWord | undefined;
};

/** One real server (or the sorry server) of one service. */
export type Destination = {
  readonly address: IpAddress;
  /** With direct and tunnel forwarding the service's own port, except behind a mark (ipvsadm(8)). */
  readonly port: number;
  readonly forwarding: Forwarding;
  /** There exactly when `forwarding` is `tunnel`. */
  readonly tunnel: Tunnel | undefined;
  /** 0 takes no new connections. */
  readonly weight: number;
  /** Connections; 0 is no limit. */
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
};

/** How packets are wrapped on the way to a destination; the checksum choices are those ipvsadm(8) allows. */
export type Tunnel =
  | { readonly type: "ipip" }
  | { readonly type: "gre"; readonly checksum: "off" | "on" }
  | { readonly type: "gue"; readonly port: number; readonly checksum: "off" | "on" | "remote" };

/** A name of a kernel module's making: a scheduler or a persistence engine we do not know. */
export const kernelWordSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_]{0,15}$/)
  .brand<"KernelWord">();
export type KernelWord = z.infer<typeof kernelWordSchema>;

/** Ours, or one that only a foreign service uses. */
export type SchedulerName = Scheduler | KernelWord;

/** As ipvsadm writes it: dotted for IPv4 (the kernel takes any bits), a prefix length for IPv6. */
export const persistenceMaskSchema = z
  .string()
  .regex(/^(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\d{1,3})$/)
  .brand<"PersistenceMask">();
export type PersistenceMask = z.infer<typeof persistenceMaskSchema>;
