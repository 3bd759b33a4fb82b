export type { ControlRouter } from "./router.ts";
export type {
  AdminInput,
  DoneAnswer,
  HistoryEntry,
  InstallAnswer,
  InterfaceAnswer,
  PlanAnswer,
  ProbeAnswer,
} from "./answers.ts";
export { fetchVia } from "./fetch-via.ts";
