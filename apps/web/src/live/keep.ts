type Handlers<Event> = { readonly event: (id: string, event: Event) => void; readonly end: (why: string) => void };

type Options<Event> = {
  readonly onEvent: (event: Event, id: string) => void;
  /** The stream is down, and why; called again at every failed attempt. */
  readonly onLost: (why: string) => void;
  /** The event to begin after. */
  readonly from?: string | undefined;
  readonly silenceMs?: number;
  readonly firstMs?: number;
  readonly retryMs?: number;
  readonly maxRetryMs?: number;
};

/**
 * Keeps one subscription alive whatever happens underneath, and is the only judge of silence: whoever is followed speaks at least
 * once a second, so two and a half seconds without a word end the stream and begin a new one from the last event.
 *
 * @returns how to stop it.
 */
export function keep<Event>(
  subscribe: (lastEventId: string | undefined, handlers: Handlers<Event>) => { unsubscribe: () => void },
  { onEvent, onLost, from, silenceMs = 2_500, firstMs = 6_000, retryMs = 100, maxRetryMs = 5_000 }: Options<Event>,
): () => void {
  let lastEventId = from;
  let wanted = true;
  let attempt = 0;
  let cancel: () => void = () => undefined;

  const isWanted = () => wanted; // it changes while a round waits
  const round = () =>
    new Promise<string>((resolve) => {
      let over = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = (why: string) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        queueMicrotask(() => subscription.unsubscribe());
        resolve(why);
      };
      const arm = (ms: number, why: string) => {
        clearTimeout(timer);
        timer = setTimeout(end, ms, why);
      };
      cancel = () => end("stopped");
      arm(firstMs, "no answer");
      const subscription = subscribe(lastEventId, {
        event: (id, event) => {
          if (over) return;
          lastEventId = id;
          attempt = 0;
          arm(silenceMs, `silent for ${silenceMs / 1000} s`);
          onEvent(event, id);
        },
        end,
      });
    });

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      cancel = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  void (async () => {
    while (isWanted()) {
      const why = await round();
      if (!isWanted()) return;
      onLost(why);
      await pause(Math.min(maxRetryMs, retryMs * 2 ** attempt++));
    }
  })();
  return () => {
    wanted = false;
    cancel();
  };
}
