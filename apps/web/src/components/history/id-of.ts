/** A revision's id out of an address; undefined for nonsense. */
export function idOf(text: unknown): number | undefined {
  const id = typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return id > 0 ? id : undefined;
}
