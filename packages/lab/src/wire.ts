/**
 * Messages as lines, for a wire that is a terminal in the guest: 7 bits, and at most 4 KB of unread bytes
 * towards the guest, or its line discipline drops them. So the host cuts a message into short frames and sends the next
 * one only after the guest has acknowledged the last; towards the host there is no such limit.
 */
const FRAME_CHARACTERS = 3600;

/** The line by which the guest acknowledges one frame. */
export const ACKNOWLEDGED = "+";

/** One message as a line of ASCII, without the line feed. */
export function encode(message: unknown): string {
  return JSON.stringify(message).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Cuts an encoded message into frames: all but the last begin with "-", the last with ".". */
export function frames(encoded: string): string[] {
  const count = Math.ceil(encoded.length / FRAME_CHARACTERS);
  return Array.from({ length: count }, (_, index) => {
    const part = encoded.slice(index * FRAME_CHARACTERS, (index + 1) * FRAME_CHARACTERS);
    return (index === count - 1 ? "." : "-") + part;
  });
}

/** Puts frames together again: feed it each frame, it calls back with each complete message. */
export function unframer(onMessage: (encoded: string) => void): (frame: string) => void {
  let parts: string[] = [];
  return (frame) => {
    parts.push(frame.slice(1));
    if (!frame.startsWith(".")) return;
    const whole = parts.join("");
    parts = [];
    onMessage(whole);
  };
}

/** Splits a stream of text into lines: feed it chunks, it calls back with each line that is complete. */
export function lineSplitter(onLine: (line: string) => void): (chunk: string) => void {
  let parts: string[] = [];
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", start)) {
      parts.push(chunk.slice(start, end));
      start = end + 1;
      const line = parts.join("");
      parts = [];
      onLine(line);
    }
    if (start < chunk.length) parts.push(chunk.slice(start));
  };
}
