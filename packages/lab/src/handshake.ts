/**
 * Lets through what comes after `token`: a line that somebody else used before may still hold bytes of his.
 *
 * @param onToken is called once, when the token has been read.
 */
export function afterToken(
  token: string,
  onBytes: (bytes: Buffer) => void,
  onToken: () => void = () => undefined,
): (chunk: Buffer) => void {
  let before: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (!before) return onBytes(chunk);
    before = Buffer.concat([before, chunk]);
    const at = before.indexOf(token);
    if (at < 0) return;
    const rest = before.subarray(at + token.length);
    before = undefined;
    onToken();
    if (rest.length > 0) onBytes(rest);
  };
}
