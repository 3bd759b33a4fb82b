/**
 * Makes a function remember its answers, for functions whose answer depends on the text alone. Ten thousand servers have a
 * handful of texts between them; should there be many, it forgets them all and begins anew.
 */
export function remembered<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (text) => {
    const found = known.get(text);
    if (found) return found.value;
    if (known.size >= MOST) known.clear();
    const value = read(text);
    known.set(text, { value });
    return value;
  };
}

const MOST = 500;
