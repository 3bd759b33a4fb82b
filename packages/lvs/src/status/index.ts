export * from "./event.ts";
export * from "./router.ts";
export * from "./service.ts";
export * from "./snapshot.ts";
