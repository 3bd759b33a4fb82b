import type { Metadata } from "next";
import { VirtualList } from "./virtual-list";

export const metadata: Metadata = { title: "Virtual servers" };

export default function VirtualServersPage() {
  return <VirtualList />;
}
