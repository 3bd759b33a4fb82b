import { startHub, type Asking } from "./hub.ts";

/** The shared worker's own global: the DOM's types know it not. */
declare const self: { onconnect: ((event: MessageEvent) => void) | null };

const hub = startHub("/api/trpc");
self.onconnect = ({ ports: [port] }) => {
  if (!port) return;
  const { ask } = hub.join((telling) => port.postMessage(telling));
  port.onmessage = ({ data }: MessageEvent<Asking>) => ask(data);
  port.start();
};
