import { existsSync } from "node:fs";
import type { RequestListener } from "node:http";
import path from "node:path";

/** Next's part: renders pages. @throws Error when they have not been built. */
export async function pagesOf(webDir: string, dev: boolean): Promise<RequestListener> {
  if (!dev && !existsSync(path.join(webDir, ".next/BUILD_ID")))
    throw new Error("the pages are not built yet. Run once: npm run build");
  const { default: next } = await import("next"); // after NODE_ENV is what it should be
  const app = next({ dev, dir: webDir, customServer: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  // it also listens for the upgrades of `next dev` by itself
  return (request, response) => void handle(request, response);
}
