import type { Metadata } from "next";
import { ReviewPage } from "~/components/review/review-page";

export const metadata: Metadata = { title: "Review and apply" };

export default function Review() {
  return <ReviewPage />;
}
