import { readServerLines } from "./server-lines";

/** How the lines were understood, while they are typed. */
export function ServerPreview({ text }: { readonly text: string }) {
  const { servers } = readServerLines(text);
  if (servers.length === 0) return null;
  return (
    <ol aria-label="As understood" className="mt-1.5 max-h-40 overflow-y-auto text-sm text-muted">
      {servers.map(({ name, address, port, weight }, at) => (
        <li key={at} className="flex gap-2">
          <span className="w-20 shrink-0 truncate">{name}</span>
          <span className="min-w-0 truncate font-mono text-xs leading-5">
            {address}
            {port !== undefined && `:${String(port)}`}
          </span>
          {weight !== undefined && <span>weight {weight}</span>}
        </li>
      ))}
    </ol>
  );
}
