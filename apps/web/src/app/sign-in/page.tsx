import { redirect } from "next/navigation";
import { Card } from "~/components/ui/card";
import { door } from "./door";
import { localPath } from "./local-path";
import { Mark } from "~/components/shell/mark";
import { SignIn } from "./sign-in";

export const metadata = { title: "Sign in" };

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

/** The only page for whoever is not signed in. */
export default async function SignInPage({ searchParams }: Props) {
  const { to, changed } = await searchParams;
  const next = localPath(typeof to === "string" ? to : undefined);
  const { who, identity } = await door();
  if (who) redirect(next);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <Card className="w-full max-w-sm p-6 shadow-pop sm:p-8">
        <header className="mb-6 flex items-center gap-3">
          <Mark className="size-10 shrink-0" />
          <div className="min-w-0">
            <h1 className="text-xl font-semibold tracking-tight">Piranha</h1>
            <p className="truncate text-sm text-muted">
              on <span className="font-medium text-ink">{identity.host}</span>
              {identity.cluster !== "default" && <> · cluster {identity.cluster}</>}
            </p>
          </div>
        </header>
        <SignIn next={next} host={identity.host} changed={changed !== undefined} />
      </Card>
    </main>
  );
}
