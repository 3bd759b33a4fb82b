/** One thing that differs between two configurations, in words. */
export type Change = {
  /** `global`, `virtual web`, `server web/number1`, `failover mail` or `order`. */
  readonly part: string;
  readonly kind: "added" | "changed" | "removed";
  /** Such as `scheduler: wlc → rr`, or `added: 192.0.2.10:80 tcp, 3 real servers`. */
  readonly text: string;
};
