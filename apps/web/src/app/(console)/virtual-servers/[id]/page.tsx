import { virtualIdOf } from "~/components/shell/places";
import { VirtualServerPart } from "./virtual-form";

export default async function VirtualServerPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <VirtualServerPart id={virtualIdOf((await params).id)} />;
}
