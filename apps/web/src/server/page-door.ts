/** What pages, which Next renders in the same process, may ask of the server. Everything else goes through procedures. */
export type PageDoor = {
  readonly signedIn: (
    cookieHeader: string | null,
  ) => Promise<{ readonly name: string; readonly role: "admin" | "viewer" } | null>;
  readonly identity: {
    /** Name of the machine that serves the console. */
    readonly host: string;
    readonly cluster: string;
    readonly version: string;
  };
};

const KEY = Symbol.for("piranha.console");
type Global = { [KEY]?: PageDoor };

/** Next's bundle and ours are two: they meet in the global object. */
export function setPageDoor(door: PageDoor): void {
  (globalThis as Global)[KEY] = door;
}
