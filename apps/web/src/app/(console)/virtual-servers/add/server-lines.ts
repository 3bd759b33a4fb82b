/** A real server as typed; its values are not looked at yet. */
export type TypedServer = {
  readonly name: string;
  readonly address: string;
  readonly port?: number;
  readonly weight?: number;
};

export type ServerLines = {
  readonly servers: readonly TypedServer[];
  /** What cannot be read, in sentences. */
  readonly problems: readonly string[];
};

/**
 * Reads real servers as people have them in notes: `10.11.12.1 10.11.12.2:8080 weight 2`, in one line or many. Behind an address
 * may stand `weight N` and `name WORD`; those without a name become number1, number2 and so on.
 */
export function readServerLines(text: string): ServerLines {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const servers: { address: string; port?: number; weight?: number; name?: string }[] = [];
  const problems: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!/^(weight|name)$/i.test(word)) {
      servers.push(addressAndPort(word));
      continue;
    }
    const value = words[++at];
    const server = servers.at(-1);
    if (!server) problems.push(`"${word}" stands before any address. Write it behind the one it belongs to.`);
    else if (value === undefined)
      problems.push(`Write a value behind "${word}", such as ${word} ${word === "name" ? "web1" : "2"}.`);
    else if (word.toLowerCase() === "name") server.name = value;
    else if (/^\d+$/.test(value)) server.weight = Number(value);
    else problems.push(`"${word} ${value}" is no weight. Write a number, such as weight 2.`);
  }
  const named = new Set(servers.map(({ name }) => name));
  let number = 0;
  const nextName = () => {
    do number++;
    while (named.has(`number${String(number)}`));
    return `number${String(number)}`;
  };
  return { servers: servers.map((server) => ({ ...server, name: server.name ?? nextName() })), problems };
}

/** `ADDRESS`, `ADDRESS:PORT`, `[IPV6]:PORT`; anything else is left for the schema to judge. */
function addressAndPort(word: string): { address: string; port?: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/.exec(word) ?? [];
  const address = bracketed ?? plain ?? word;
  return port === undefined ? { address } : { address, port: Number(port) };
}
