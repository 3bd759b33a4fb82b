/** A command ends with a sentence on standard error and an exit code: 1 refused, 2 usage or unreadable, 3 not reachable. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly code: 1 | 2 | 3;
  constructor(code: 1 | 2 | 3, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
