export * from "./escapes.ts";
export * from "./match.ts";
export * from "./outcome.ts";
export * from "./reason.ts";
export * from "./runnable.ts";
export * from "./saved.ts";
export * from "./schedule.ts";
export * from "./verdict.ts";
