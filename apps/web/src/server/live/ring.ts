/** The last `size` numbers, in four bytes each. */
export type Ring = { readonly add: (value: number) => void; readonly values: () => number[] };

export function ring(size: number): Ring {
  const kept = new Float32Array(size);
  let count = 0;
  return {
    add: (value) => {
      kept[count++ % size] = value;
    },
    /** Oldest first. */
    values: () => {
      const length = Math.min(count, size);
      return Array.from({ length }, (_, index) => Math.round((kept[(count - length + index) % size] ?? 0) * 10) / 10);
    },
  };
}
