import { CodeBlock } from "~/components/ui/code";
import { CopyButton } from "~/components/ui/copy-button";

/** Nobody can sign in yet, and what makes that different. There is no default password to find out. */
export function NoPassword({ command, host }: { readonly command: string; readonly host: string }) {
  return (
    <div role="status" className="grid gap-3">
      <h2 className="font-semibold">No password is set yet</h2>
      <p>
        Set one on <strong className="font-medium">{host}</strong>, as root:
      </p>
      <div className="relative">
        <CodeBlock className="py-2.5 pr-24 text-sm">{command}</CodeBlock>
        <span className="absolute inset-y-0 right-1 flex items-center">
          <CopyButton text={command} />
        </span>
      </div>
      <p className="text-muted">This page goes on by itself when that is done.</p>
    </div>
  );
}
