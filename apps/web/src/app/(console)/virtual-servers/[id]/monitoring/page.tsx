import { virtualIdOf } from "~/components/shell/places";
import { MonitoringPart } from "./monitoring-form";

export default async function MonitoringPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <MonitoringPart id={virtualIdOf((await params).id)} />;
}
