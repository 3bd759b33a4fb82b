import { virtualIdOf } from "~/components/shell/places";
import { RealServerPart } from "../real-server-form";

type Props = { readonly params: Promise<{ readonly id: string; readonly server: string }> };

export default async function RealServerPage({ params }: Props) {
  const { id, server } = await params;
  return <RealServerPart id={virtualIdOf(id)} serverId={virtualIdOf(server)} />;
}
