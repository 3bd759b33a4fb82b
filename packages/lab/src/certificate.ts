import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tls } from "./server-spec.ts";

/** Makes a self-signed certificate for `names`, valid for `days` from now, with the host's openssl. */
export async function certificate(names: readonly string[], days = 30): Promise<Tls> {
  const directory = await mkdtemp(join(tmpdir(), "piranha-certificate-"));
  const [cert, key] = [join(directory, "cert.pem"), join(directory, "key.pem")];
  try {
    const subject = ["-subj", `/CN=${names[0] ?? "lab"}`];
    const alternatives = ["-addext", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`];
    const algorithm = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const files = ["-keyout", key, "-out", cert, "-days", String(days)];
    await promisify(execFile)("openssl", ["req", "-x509", ...algorithm, ...subject, ...alternatives, ...files]);
    return { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
