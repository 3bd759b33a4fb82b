import tseslint from "typescript-eslint";

/** Files in `files` may not import anything matching `ban`; with `typesOk`, `import type` is still fine. */
const boundary = (files, ban, message, { typesOk = false } = {}) => ({
  files,
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: [{ regex: ban, message, allowTypeImports: typesOk }] },
    ],
  },
});

/** The same for whole workspaces. A rule of its own, because a later block replaces an earlier one's patterns. */
const workspace = (files, ban, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ regex: ban, message }] }] },
});

const AREAS = ["lvs-cf", "ipvs", "pulse", "nanny", "status"];

export default tseslint.config(
  {
    ignores: [
      "**/.next/**",
      "**/dist/**",
      "test-results/**",
      "**/next-env.d.ts",
      "*.config.ts",
      "eslint.config.js",
      "tools/**",
      "**/build.mjs",
      "**/generated/**",
      "apps/web/public/**",
      "apps/web/postcss.config.mjs",
      "apps/web/next.config.ts",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/require-await": "off", // an adapter may be synchronous behind an async port
    },
  },

  // Workspaces meet only in packages/lvs.
  workspace(["packages/lvs/src/**"], "^(?!\\.|zod$)", "lvs depends on zod alone"),
  workspace(["packages/agent/**"], "^(@piranha/web|next|react|@prisma)", "the agent ships without the console"),
  workspace(
    ["apps/web/**"],
    "^@piranha/agent(?!/control$)",
    "of the agent the console knows the type of its control router only",
  ),
  workspace(["e2e/**"], "^@piranha/|(apps|packages)/", "e2e sees what a user sees"),

  // packages/lvs is pure: no clock, no randomness (its tsconfig already hides Node and the DOM) ...
  {
    files: ["packages/lvs/src/**"],
    rules: {
      "no-restricted-globals": ["error", "Date"],
      "no-restricted-properties": ["error", { object: "Math", property: "random" }],
    },
  },
  // ... and its areas know config, never each other.
  ...AREAS.map((area) =>
    boundary(
      [`packages/lvs/src/${area}/**`],
      `^\\.\\./(?!config/index\\.ts$)`,
      `${area} may import only ../config/index.ts`,
    ),
  ),
  boundary(["packages/lvs/src/config/**"], "^\\.\\./", "config is the bottom: it imports no other area"),

  // The agent: daemons decide with injected adapters, so they may name an adapter's type but not load it.
  boundary(["packages/agent/src/daemons/**"], "^(node:|(\\.\\./)+adapters/)", "daemons get adapters from main.ts", {
    typesOk: true,
  }),
  boundary(["packages/agent/src/adapters/**"], "daemons/", "adapters know nothing of daemons"),

  // The console: what runs in a browser may name server types, and load none of it.
  boundary(["apps/web/src/{app,components,trpc,live}/**"], "^(~|\\.\\.)/server/", "server code stays on the server", {
    typesOk: true,
  }),
);
