/** Nobody answers on the agent's socket. */
export class NotReachableError extends Error {
  override readonly name = "NotReachableError";
  constructor(path: string, options?: ErrorOptions) {
    super(
      `agent not reachable at ${path}: start it with systemctl start piranha-agent, or name its socket with --socket`,
      options,
    );
  }
}
