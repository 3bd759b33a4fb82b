import { ControlPage } from "~/components/live/control-page";

export const metadata = { title: "Control" };

export default function Control() {
  return <ControlPage />;
}
