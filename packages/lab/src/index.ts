export { ARTICLE, type ArticleNode, type ArticleOptions, articleNetwork } from "./article-network.ts";
export { type Clients, type RequestOptions, type RequestSeries } from "./ask.ts";
export { type Capture } from "./capture.ts";
export { certificate } from "./certificate.ts";
export { collectOnFailure } from "./collect.ts";
export { LabError, deadlineMs, within } from "./deadline.ts";
export {
  type Fault,
  type Traffic,
  clearTable,
  cutCable,
  dropTraffic,
  freeze,
  impair,
  isolate,
  removeAddress,
} from "./faults.ts";
export { type Forward } from "./forward.ts";
export { serveDirect, serveTunnel } from "./forwarding.ts";
export { type KernelKind } from "./kernel.ts";
export { type Lab, type LabOptions, startLab } from "./lab.ts";
export { type LinkPlan, type NetworkPlan, type NodePlan } from "./network-plan.ts";
export { type Network } from "./network.ts";
export { type Cable, type LabNode } from "./node.ts";
export { LabCommandError, type Place, type RunOptions, type StartOptions } from "./place.ts";
export { missingPrerequisites } from "./prerequisites.ts";
export { type LabProcess } from "./process.ts";
export { type Exit, type RunResult, type Signal } from "./protocol.ts";
export { type RequestRecord, type RequestSummary, type Wanted } from "./requests.ts";
export { type ServerHandle } from "./serve.ts";
export { type ServerSpec, type ServerStats, type Tls } from "./server-spec.ts";
export { type SshAccess, type Sshd } from "./sshd.ts";
export { sharedLab } from "./shared-lab.ts";
