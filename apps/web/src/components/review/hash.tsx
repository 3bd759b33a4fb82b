import { Code } from "../ui/code";

/** The beginning of a SHA-256: enough to compare by eye; the whole of it is its title. */
export function Hash({ sha256 }: { readonly sha256: string }) {
  return (
    <Code title={`SHA-256 ${sha256}`} className="whitespace-nowrap">
      {sha256.slice(0, 8)}
    </Code>
  );
}
