/** The largest text that the server takes, in characters and, as it travels, in bytes. */
export const LIMIT_BYTES = 8 << 20;
const TRAVEL_LIMIT_BYTES = (9 << 20) - 4_096;

/** A text to import, and how it came to be. */
export type Loaded = {
  readonly text: string;
  readonly name: string;
  /** Something about the reading that people should know; null when there is nothing. */
  readonly note: string | null;
};

/** Reads a file as text, or says why not. Nothing is replaced silently: what is no UTF-8 is read as Latin-1, and that is said. */
export async function readFile(file: File): Promise<Loaded | { readonly refusal: string }> {
  if (file.size > LIMIT_BYTES) return { refusal: tooLarge(file.name, file.size) };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return {
      refusal: `${file.name} could not be read. Is it a folder, or was it moved? Choose it again, or paste its text.`,
    };
  }
  const { text, note } = decoded(bytes);
  if (text.includes("\0"))
    return { refusal: `${file.name} is not a text file: it has zero bytes in it. Choose the lvs.cf itself.` };
  return { text, name: file.name, note };
}

/** Why a text cannot be sent; null when it can. */
export function tooLargeToSend(text: string): string | null {
  if (text.length > LIMIT_BYTES) return tooLarge("The text", text.length);
  // short ones fit whatever is in them
  if (text.length < LIMIT_BYTES / 8) return null;
  const travels = new Blob([JSON.stringify(text)]).size;
  return travels > TRAVEL_LIMIT_BYTES ? tooLarge("The text, as it is sent,", travels) : null;
}

const tooLarge = (what: string, bytes: number) =>
  `${what} has ${(bytes / (1 << 20)).toFixed(1)} MB; at most 8 MB can be imported. An lvs.cf of 10,000 real servers has about 1 MB: is it the right file?`;

function decoded(bytes: ArrayBuffer): { readonly text: string; readonly note: string | null } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), note: null };
  } catch {
    return {
      text: new TextDecoder("windows-1252").decode(bytes),
      note: "The file is not UTF-8. It was read as Latin-1, and is written as UTF-8; look at its comments.",
    };
  }
}
