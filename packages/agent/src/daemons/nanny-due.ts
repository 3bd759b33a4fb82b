/** Things in the order they are due. A binary heap: ten thousand checks cost one timer. */
export type DueQueue<Thing> = {
  readonly add: (thing: Thing) => void;
  /** When the next thing is due; undefined when there is none. */
  readonly nextMs: () => number | undefined;
  /** Takes out the next thing, if it is due by `nowMs`. */
  readonly take: (nowMs: number) => Thing | undefined;
};

/** Makes a queue of things whose `dueMs` does not change while they are in it. */
export function dueQueue<Thing extends { readonly dueMs: number }>(things: Iterable<Thing> = []): DueQueue<Thing> {
  const heap: Thing[] = [];
  const due = (at: number) => heap[at]?.dueMs ?? Infinity;
  const swap = (a: number, b: number) => {
    const [first, second] = [heap[a], heap[b]];
    if (first && second) [heap[a], heap[b]] = [second, first];
  };

  const add = (thing: Thing) => {
    let at = heap.push(thing) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && due(at) < due(parent); at = parent, parent = (at - 1) >> 1)
      swap(at, parent);
  };
  const take = (nowMs: number) => {
    if (due(0) > nowMs) return undefined;
    swap(0, heap.length - 1);
    const taken = heap.pop();
    for (let at = 0, child = 1; child < heap.length; at = child, child = 2 * at + 1) {
      if (due(child + 1) < due(child)) child++;
      if (due(at) <= due(child)) break;
      swap(at, child);
    }
    return taken;
  };

  for (const thing of things) add(thing);
  return { add, take, nextMs: () => heap[0]?.dueMs };
}
