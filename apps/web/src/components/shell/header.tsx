import { AccountMenu } from "./account-menu";
import { DraftBar, LineBar, ViewerNote } from "./draft-bar";
import { HostChip } from "./host-chip";
import { Logo } from "./logo";
import { MainNav } from "./main-nav";
import { PaletteDoor } from "./palette-door";

/** The top of every page of somebody signed in; stays in sight. */
export function Header({ host, cluster }: { readonly host: string; readonly cluster: string }) {
  return (
    <header className="sticky top-0 z-40">
      <div className="flex h-12 items-center gap-2 border-b bg-surface px-3 sm:gap-4 sm:px-5 pointer-coarse:h-14">
        <Logo />
        <MainNav />
        <div className="ml-auto flex min-w-0 items-center gap-1 sm:gap-2">
          <PaletteDoor />
          <HostChip host={host} cluster={cluster} />
          <AccountMenu />
        </div>
      </div>
      <LineBar />
      <DraftBar />
      <ViewerNote />
    </header>
  );
}
