import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "~/server/app-router";

type Answers = inferRouterOutputs<AppRouter>;

/** What the server says about the draft, its applies and what ran before, as it arrives here. */
export type Review = Answers["review"]["get"];
export type RouterPlan = Review["routers"][number];
export type Problem = Review["problems"][number];
export type Change = Review["changes"][number];
export type Conflict = Review["conflicts"][number];
export type BlockDiff = Review["diff"][number];
export type Applied = NonNullable<Answers["review"]["last"]>;
export type Applying = NonNullable<Answers["review"]["running"]>;
export type RouterResult = Applied["results"][number];
export type Revision = Answers["revisions"]["list"]["entries"][number];
export type ImportPreview = Answers["import"]["preview"];
export type AuditEntry = Answers["audit"]["list"]["entries"][number];
