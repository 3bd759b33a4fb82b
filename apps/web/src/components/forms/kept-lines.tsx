import { DIRECTIVES, renderDirective, type Level } from "@piranha/lvs/lvs-cf";

type Props = {
  readonly level: Level;
  readonly part: object;
  /** Fields that nothing uses any more. */
  readonly fields: readonly string[];
};

/** Lines of old files that are kept and do nothing: shown, so that nobody wonders where they went. */
export function KeptLines({ level, part, fields }: Props) {
  const values = part as Readonly<Record<string, unknown>>; // looked up by the fields that directives name
  const kept = DIRECTIVES[level].filter(({ field }) => fields.includes(field) && values[field] !== undefined);
  if (kept.length === 0) return null;
  return (
    <section className="border-t py-4">
      <h2 className="font-medium">Kept from an old file</h2>
      <p className="max-w-prose text-sm text-muted">
        These lines are kept as they are. Nothing uses them; remove them from lvs.cf and import it again to be rid of
        them.
      </p>
      <dl className="mt-2 grid gap-x-5 gap-y-1 text-sm md:grid-cols-[auto_1fr]">
        {kept.map((directive) => (
          <div key={directive.key} className="contents">
            <dt>
              <code className="font-mono text-xs">{renderDirective(directive, values[directive.field])}</code>
            </dt>
            <dd className="text-muted">{directive.help}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
