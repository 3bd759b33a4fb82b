/** Things of which so many may run at the same time; the rest wait, first come first served. */
export type Lane<Thing> = {
  /** How many run now; whoever starts and ends them counts. */
  running: number;
  readonly wait: (thing: Thing) => void;
  /** Who may start now, if anybody. */
  readonly next: () => Thing | undefined;
  readonly waiting: () => readonly Thing[];
};

/** Makes an empty lane. */
export function lane<Thing>(most: number): Lane<Thing> {
  let queue: Thing[] = [];
  let head = 0; // shifting a long array for each start would be slow
  const made: Lane<Thing> = {
    running: 0,
    wait: (thing) => void queue.push(thing),
    next: () => {
      if (made.running >= most || head === queue.length) return undefined;
      const thing = queue[head++];
      if (head > 1_000 || head === queue.length) [queue, head] = [queue.slice(head), 0];
      return thing;
    },
    waiting: () => queue.slice(head),
  };
  return made;
}
