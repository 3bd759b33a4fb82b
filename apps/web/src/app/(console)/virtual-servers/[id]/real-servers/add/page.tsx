import { virtualIdOf } from "~/components/shell/places";
import { RealServerPart } from "../real-server-form";

export default async function AddRealServerPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <RealServerPart id={virtualIdOf((await params).id)} serverId={null} />;
}
