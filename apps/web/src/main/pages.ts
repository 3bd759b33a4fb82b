import { existsSync } from "node:fs";
import type { RequestListener, Server } from "node:http";
import path from "node:path";

export type Pages = {
  readonly handle: RequestListener;
  /** `next dev` tells pages over a socket of its own when to compile anew. */
  readonly attach: (server: Server) => void;
};

/** Next's part: renders pages. @throws Error when they have not been built. */
export async function pagesOf(webDir: string, dev: boolean): Promise<Pages> {
  if (!dev && !existsSync(path.join(webDir, ".next/BUILD_ID")))
    throw new Error("the pages are not built yet. Run once: npm run build");
  const { default: next } = await import("next"); // after NODE_ENV is what it should be
  const app = next({ dev, dir: webDir, customServer: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => void handle(request, response),
    attach: (server) => {
      if (dev) server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
    },
  };
}
