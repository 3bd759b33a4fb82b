import { virtualServerSchema, type VirtualServer } from "@piranha/lvs/config";
import { numberOf, interfaceAddressOf, maskOf, wordOf } from "~/components/forms/text-values";
import { readServerLines } from "./server-lines";

/** What the page asks for; everything else has its default. */
export type NewVirtual = {
  readonly name: string;
  readonly address: string;
  readonly device: string;
  readonly netmask: string;
  readonly port: string;
  readonly protocol: string;
  readonly servers: string;
  readonly scheduler: string;
  readonly persistentSeconds: string;
  readonly check: "connect" | "web" | "talk";
  readonly send: string;
  readonly expect: string;
  readonly active: boolean;
};

export const FRESH: NewVirtual = {
  name: "",
  address: "",
  device: "",
  netmask: "",
  port: "80",
  protocol: "tcp",
  servers: "",
  scheduler: "wlc",
  persistentSeconds: "",
  check: "web",
  send: "",
  expect: "",
  active: true,
};

/** What the original's GUI gave every new service. */
export const WEB_CHECK = { send: "GET / HTTP/1.0\\r\\n\\r\\n", expect: "HTTP" } as const;

type Read =
  | { readonly ok: true; readonly value: VirtualServer }
  | { readonly ok: false; readonly errors: Readonly<Partial<Record<keyof NewVirtual, string>>> };

/** The virtual server that was typed in, or what is wrong, by input. New ones check every 6 seconds and take back after 15, as the original's did. */
export function readNewVirtual(typed: NewVirtual): Read {
  const { servers, problems } = readServerLines(typed.servers);
  const scripts =
    typed.check === "web"
      ? WEB_CHECK
      : typed.check === "talk"
        ? { send: typed.send || undefined, expect: typed.expect || undefined }
        : {};
  const result = virtualServerSchema.safeParse(
    defined({
      name: typed.name.trim(),
      active: typed.active,
      address: interfaceAddressOf(typed.address, typed.device),
      netmask: maskOf(typed.netmask, typed.address),
      port: numberOf(typed.port),
      protocol: typed.protocol,
      scheduler: typed.scheduler,
      persistentSeconds: numberOf(typed.persistentSeconds),
      timeoutSeconds: 6,
      reentrySeconds: 15,
      ...defined(scripts),
      servers: servers.map((server) => ({ ...server, active: true })),
    }),
  );
  const errors: Partial<Record<keyof NewVirtual, string>> = {};
  if (wordOf(typed.address) === undefined) errors.address = "Enter the address clients connect to, such as 192.0.2.10";
  else if (wordOf(typed.device) === undefined) errors.device = "Enter the interface it is raised on, such as eth0:1";
  if (problems.length > 0) errors.servers = problems.join(" ");
  for (const { path, message } of result.error?.issues ?? []) {
    const name = inputOf(path.map(String));
    errors[name] ??= path[0] === "servers" ? `${servers[Number(path[1])]?.address ?? "A server"}: ${message}` : message;
  }
  return result.success && Object.keys(errors).length === 0 ? { ok: true, value: result.data } : { ok: false, errors };
}

/** The input for a place in a virtual server. */
export function inputOf([field, inner]: readonly string[]): keyof NewVirtual {
  if (field === "address" && inner === "device") return "device";
  if (field === "timeoutSeconds" || field === "reentrySeconds" || field === "useRegex") return "check";
  return field !== undefined && field in FRESH ? (field as keyof NewVirtual) : "name";
}

const defined = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
