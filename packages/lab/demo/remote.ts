import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text as readAll } from "node:stream/consumers";
import { packageFile } from "../src/package-file.ts";

/** Where the demo of this very folder listens for a second terminal. Short, because a socket's path may have 107 bytes. */
const SOCKET = path.join(
  tmpdir(),
  `piranha-demo-${createHash("sha256").update(packageFile("")).digest("hex").slice(0, 12)}`,
);

/** Hears the words of `npm run demo -- …` from other terminals. @returns stops hearing. */
export async function hearOthers(obey: (words: readonly string[]) => Promise<string>): Promise<() => Promise<void>> {
  await rm(SOCKET, { force: true });
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined); // the other terminal went away
    let line = "";
    // not through an iterator: that would destroy the socket before it is answered
    socket.setEncoding("utf8").on("data", (text: string) => (line += text));
    socket.once("end", () => {
      void obey(line.split(" "))
        .catch((error: unknown) => `! ${error instanceof Error ? error.message : String(error)}`)
        .then((answer) => socket.end(answer));
    });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(SOCKET, resolve));
  return async () => {
    server.close();
    await rm(SOCKET, { force: true });
  };
}

/** Hands words to the running demo and prints its answer. @returns the exit code. */
export function askRunningDemo(words: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const socket = net.connect(SOCKET);
    socket.once("error", () => {
      console.error("No demo is running from this folder. Start it in another terminal: npm run demo");
      resolve(3);
    });
    socket.once("connect", () => {
      socket.end(words.join(" "));
      void readAll(socket).then((answer) => {
        console.log(answer.replace(/^! /, ""));
        resolve(answer.startsWith("! ") ? 1 : 0);
      });
    });
  });
}
