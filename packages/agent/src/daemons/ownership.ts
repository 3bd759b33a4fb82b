import type { IpvsTable, ServiceKey } from "@piranha/lvs/ipvs";

/** Where ownership is written down: survives the agent, not the kernel's table (`/run`). */
export type OwnershipFile = {
  readonly load: () => Promise<readonly string[]>;
  readonly save: (keys: readonly string[]) => Promise<void>;
};

/** Which services of the kernel's table are ours: those we wrote down before we made them. */
export type Ownership = {
  /** Ours of `table`; everybody else's is shown and left alone. */
  readonly mine: (table: IpvsTable) => IpvsTable;
  /** Services of `wanted` that somebody else made: refused until adopted. */
  readonly conflicts: (wanted: IpvsTable, actual: IpvsTable) => ServiceKey[];
  readonly foreign: (actual: IpvsTable) => ServiceKey[];
  /** Writes down what is about to be made, before it is. */
  readonly claim: (keys: Iterable<ServiceKey>) => Promise<void>;
  /** Forgets what is neither wanted nor there any more. */
  readonly forget: (wanted: IpvsTable, actual: IpvsTable) => Promise<void>;
};

/** Reads what an earlier life of this agent wrote down. */
export async function ownership(file: OwnershipFile): Promise<Ownership> {
  const owned = new Set<string>(await file.load());
  return {
    mine: (table) => new Map([...table].filter(([key]) => owned.has(key))),
    conflicts: (wanted, actual) => [...wanted.keys()].filter((key) => actual.has(key) && !owned.has(key)),
    foreign: (actual) => [...actual.keys()].filter((key) => !owned.has(key)),
    claim: async (keys) => {
      const before = owned.size;
      for (const key of keys) owned.add(key);
      if (owned.size > before) await file.save([...owned]);
    },
    forget: async (wanted, actual) => {
      const gone = [...owned].filter((key) => !wanted.has(key as ServiceKey) && !actual.has(key as ServiceKey));
      for (const key of gone) owned.delete(key);
      if (gone.length > 0) await file.save([...owned]);
    },
  };
}
