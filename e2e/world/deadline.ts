/** A deadline for this machine: `ms` times the variable LAB_TIME_SCALE (1 when unset), for slow or busy machines. */
export function deadlineMs(ms: number): number {
  const scale = Number(process.env["LAB_TIME_SCALE"]);
  return ms * (scale > 0 ? scale : 1);
}
