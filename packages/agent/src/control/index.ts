export type { ControlRouter } from "./router.ts";
export type { AdminInput, DoneAnswer, HistoryEntry, InstallAnswer, PlanAnswer, ProbeAnswer } from "./answers.ts";
