import { virtualIdOf } from "~/components/shell/places";
import { RealServers } from "./real-servers";

export default async function RealServersPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <RealServers id={virtualIdOf((await params).id)} />;
}
