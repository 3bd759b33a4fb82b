import { type Lab, startLab } from "./lab.ts";

declare global {
  var piranhaSharedLab: Promise<Lab> | undefined;
}

/** The one lab of this process, booted by whoever asks first. It ends with the process; nobody need close it. */
export function sharedLab(): Promise<Lab> {
  // On the global object, so that test files whose modules are loaded afresh still share it.
  return (globalThis.piranhaSharedLab ??= startLab());
}
