import * as z from "zod";

/** A dotted-quad address in its only spelling. Branded because it ends up as an argument of `ipvsadm` and `ip`. */
export const ipv4AddressSchema = z.ipv4("Enter an IPv4 address, such as 192.0.2.10").brand<"IpAddress">();

/** An IPv6 address in the spelling of RFC 5952, the one `ipvsadm` and `ip` print. Input in other spellings is rewritten. */
export const ipv6AddressSchema = z
  .ipv6("Enter an IPv6 address, such as 2001:db8::10")
  .transform(canonicalIpv6)
  .brand<"IpAddress">();

/** An IPv4 or IPv6 address, canonical. */
export const ipAddressSchema = z.union([ipv4AddressSchema, ipv6AddressSchema], {
  error: "Enter an IP address, such as 192.0.2.10 or 2001:db8::10",
});
export type IpAddress = z.infer<typeof ipAddressSchema>;

/** An address or a host name. Names are resolved when a file is installed, and pinned (never again on a reload). */
export const hostSchema = z.union(
  [
    ipAddressSchema,
    z
      .string()
      .max(253)
      .regex(/^(?=.*[A-Za-z_])[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/)
      .regex(/^(?!((0[xX][0-9a-fA-F]*|\d+)(\.|$))+$)/) // 0x7f.1 is an address for every resolver
      .brand<"HostName">(),
  ],
  { error: "Enter an IP address or a host name, such as 192.0.2.10 or web1.example.com" },
);
export type Host = z.infer<typeof hostSchema>;

/** A TCP, UDP or SCTP port. */
export const portSchema = z
  .int("Enter a port, 1 to 65535")
  .min(1, "Enter a port, 1 to 65535")
  .max(65_535, "Enter a port, 1 to 65535");

/** A port of a virtual server; 0 stands for every port and needs persistence (ipvsadm(8)). */
export const servicePortSchema = z
  .int("Enter a port, 0 to 65535")
  .min(0, "Enter a port, 0 to 65535")
  .max(65_535, "Enter a port, 0 to 65535");

/**
 * A network interface, with or without an alias label: `eth0`, `eth0:1`. At most 15 characters, as Linux has it
 * (IFNAMSIZ), and never one that could be read as an option.
 */
export const deviceSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@:-]*$/, "Enter an interface, such as eth0 or eth0:1")
  .max(15, "An interface name has at most 15 characters")
  .brand<"Device">();
export type Device = z.infer<typeof deviceSchema>;

/** An address and the interface it is raised on, as in `address = 192.0.2.10 eth0:1`. */
export const interfaceAddressSchema = z.strictObject({ address: ipAddressSchema, device: deviceSchema });
export type InterfaceAddress = z.infer<typeof interfaceAddressSchema>;

/**
 * A network mask: contiguous dotted quad for IPv4, prefix length for IPv6. `0.0.0.0` is the GUI's word for "unused".
 */
export const netmaskSchema = z
  .string()
  .refine(
    (text) => dottedPrefix(text) !== undefined || (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 128),
    "Enter a mask, such as 255.255.255.0 (IPv6: a prefix length, such as 64)",
  )
  .brand<"Netmask">();
export type Netmask = z.infer<typeof netmaskSchema>;

/** `sorry_server`: where connections go when no real server is left. Without a port, the virtual server's. */
export const sorryServerSchema = z.strictObject({ address: ipAddressSchema, port: portSchema.optional() });
export type SorryServer = z.infer<typeof sorryServerSchema>;

/** 4 or 6. */
export type Family = 4 | 6;

/** The family of an address. */
export const familyOf = (address: string): Family => (address.includes(":") ? 6 : 4);

/** Prefix length of a mask; `undefined` for the GUI's "unused" (0.0.0.0). */
export function prefixLength(mask: Netmask): number | undefined {
  const length = dottedPrefix(mask) ?? Number(mask);
  return length === 0 ? undefined : length;
}

/** The dotted form of a prefix length, as lvs.cf writes IPv4 masks. */
export function dottedMask(length: number): string {
  const bits = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}

function dottedPrefix(text: string): number | undefined {
  if (!ipv4AddressSchema.safeParse(text).success) return undefined;
  const bits = text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const length = bits.toString(2).replace(/0+$/, "").length;
  return bits === 0 ? 0 : dottedMask(length) === text ? length : undefined;
}

/** The 16 bytes of an IPv6 address as eight numbers, or the 4 of an IPv4 address as four. Canonical or not. */
export function addressParts(address: string): number[] {
  if (familyOf(address) === 4) return address.split(".").map(Number);
  const dotted = /(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted
    ? `${dotted[1] ?? ""}${hex(Number(dotted[2]) * 256 + Number(dotted[3]))}:${hex(Number(dotted[4]) * 256 + Number(dotted[5]))}`
    : address;
  const [head = "", tail] = text.split("::");
  const words = (part: string) => (part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16)));
  const left = words(head);
  const right = tail === undefined ? [] : words(tail);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

const hex = (value: number) => value.toString(16);

/** RFC 5952 section 4 and 5, as glibc's inet_ntop prints it: lower case, longest run of zero words as `::`. */
function canonicalIpv6(text: string): string {
  const words = addressParts(text);
  const dotted = () =>
    [(words[6] ?? 0) >> 8, (words[6] ?? 0) & 255, (words[7] ?? 0) >> 8, (words[7] ?? 0) & 255].join(".");
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) return `::ffff:${dotted()}`;
  if (words.slice(0, 6).every((word) => word === 0) && (words[6] ?? 0) !== 0) return `::${dotted()}`;
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (words[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  if (start === -1) return words.map(hex).join(":");
  return `${words.slice(0, start).map(hex).join(":")}::${words
    .slice(start + length)
    .map(hex)
    .join(":")}`;
}
