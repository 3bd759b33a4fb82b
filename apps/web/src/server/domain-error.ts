/** What an operator asked for cannot be done, said in words for that operator. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  /** As tRPC has it: decides the HTTP status. */
  readonly code: Code;
  /** What a page needs to show it in the right place. */
  readonly facts: Facts;
  constructor(code: Code, message: string, facts: Facts = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }
}

type Code =
  | "BAD_REQUEST"
  | "CONFLICT"
  | "NOT_FOUND"
  | "PRECONDITION_FAILED"
  | "TOO_MANY_REQUESTS"
  | "UNAUTHORIZED"
  | "BAD_GATEWAY";

type Facts = {
  /** Messages by field, as a path such as `servers.0.port`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Who changed it in the meantime, and when. */
  readonly changedBy?: { readonly author: string; readonly atMs: number };
  readonly retryAfterSeconds?: number;
};
