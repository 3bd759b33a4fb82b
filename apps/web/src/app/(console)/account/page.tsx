import { AccountPage } from "./account-page";

export const metadata = { title: "Account" };

export default function Account() {
  return <AccountPage />;
}
