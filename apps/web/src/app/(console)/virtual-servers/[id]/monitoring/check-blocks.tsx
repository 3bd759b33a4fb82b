import type { Check, VirtualServer } from "@piranha/lvs/config";
import { DIRECTIVES, renderDirective } from "@piranha/lvs/lvs-cf";
import { CodeBlock } from "~/components/ui/code";

/** The `check` blocks of a virtual server and of its real servers, as lvs.cf has them. They are changed there. */
export function CheckBlocks({ virtual }: { readonly virtual: VirtualServer }) {
  const groups = [
    { where: "every real server", checks: virtual.checks ?? [] },
    ...virtual.servers.map(({ name, checks = [] }) => ({ where: name, checks })),
  ].filter(({ checks }) => checks.length > 0);
  if (groups.length === 0) return null;
  return (
    <section className="border-t py-4">
      <h2 className="text-lg font-semibold">Check blocks</h2>
      <p className="mb-3 max-w-prose text-muted">
        These checks come from the file. They are kept; to change them, edit lvs.cf and import it.
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        {groups.flatMap(({ where, checks }) =>
          checks.map((check) => (
            <div key={`${where} ${check.name}`} className="min-w-0">
              <h3 className="mb-1 text-sm font-medium">
                {check.name} <span className="font-normal text-muted">asks {where}</span>
              </h3>
              <CodeBlock>{linesOf(check)}</CodeBlock>
            </div>
          )),
        )}
      </div>
    </section>
  );
}

function linesOf(check: Check): string {
  const fields: Readonly<Record<string, unknown>> = check;
  return DIRECTIVES.check
    .flatMap((directive) => {
      const value = fields[directive.field];
      if (value === undefined) return [];
      return (directive.list && Array.isArray(value) ? value : [value]).map((one: unknown) =>
        renderDirective(directive, one),
      );
    })
    .join("\n");
}
