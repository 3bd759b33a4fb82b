import { readFile, writeFile } from "node:fs/promises";
import { isErrno } from "./files.ts";
import { wordsOf } from "../words-of.ts";

/** Kernel settings under /proc/sys, by their dotted name; a dot inside an interface's name is written `/` as sysctl(8) has it. */
export type Sysctls = {
  /** Undefined when this kernel does not have it. */
  readonly read: (name: string) => Promise<string | undefined>;
  /** Resolves with the reason it could not be set, or undefined. */
  readonly write: (name: string, value: string) => Promise<string | undefined>;
};

const pathOf = (name: string) =>
  `/proc/sys/${name.replaceAll(/[./]/g, (separator) => (separator === "." ? "/" : "."))}`;

export const procSysctls: Sysctls = {
  read: async (name) => {
    try {
      return (await readFile(pathOf(name), "utf8")).trim().replaceAll("\t", " ");
    } catch (error) {
      if (isErrno(error, "ENOENT")) return undefined;
      throw error;
    }
  },
  write: async (name, value) => {
    try {
      await writeFile(pathOf(name), value);
      return undefined;
    } catch (error) {
      return wordsOf(error);
    }
  },
};

/** {@link Sysctls} that exist only here. */
export function memorySysctls(): Sysctls {
  const values = new Map<string, string>();
  return {
    read: async (name) => values.get(name) ?? "0",
    write: async (name, value) => {
      values.set(name, value);
      return undefined;
    },
  };
}
