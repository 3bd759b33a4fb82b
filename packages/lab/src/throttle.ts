/** A writer that never has more than `mostBytes` on the way: the rest waits until the other end has read. */
export type Throttle = { readonly write: (bytes: Buffer) => void; readonly acknowledged: (count: number) => void };

export function throttle(write: (bytes: Buffer) => void, mostBytes: number): Throttle {
  const waiting: Buffer[] = [];
  let unread = 0;
  const flush = (): void => {
    while (unread < mostBytes) {
      const next = waiting.shift();
      if (!next) return;
      const part = next.subarray(0, mostBytes - unread);
      if (part.length < next.length) waiting.unshift(next.subarray(part.length));
      unread += part.length;
      write(part);
    }
  };
  return {
    write: (bytes) => {
      waiting.push(bytes);
      flush();
    },
    acknowledged: (count) => {
      unread -= count;
      flush();
    },
  };
}
