import path from "node:path";
import type { NextConfig } from "next";

const root = path.join(import.meta.dirname, "../..");

/** The server in front of Next (src/main/piranha-console.ts) does all but render pages. */
const config: NextConfig = {
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: ["@piranha/lvs"],
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true }, // there are none, and the optimizer would be open to strangers
  typescript: { ignoreBuildErrors: true }, // npm run check does it, with the tests
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
};

export default config;
