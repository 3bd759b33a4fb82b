/** The messages of a refusal by path, such as `servers.0.port`; none of an error that is no refusal. */
export function refusedFields(error: unknown): [string, string][] {
  const fields = inside(inside(inside(error, "data"), "refusal"), "fields");
  return typeof fields === "object" && fields !== null
    ? Object.entries(fields).flatMap(([path, message]): [string, string][] =>
        typeof message === "string" ? [[path, message]] : [],
      )
    : [];
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && key in value ? (value as Record<string, unknown>)[key] : undefined;
