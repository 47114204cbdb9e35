/** A fact about a schema, or a part of one, that is worked out once: schemas do not change. */
export function cached<K extends object, T>(of: (part: K) => T): (part: K) => T {
  const known = new WeakMap<K, T>();
  return (part) => {
    const found = known.get(part);
    if (found !== undefined) return found;
    const fact = of(part);
    known.set(part, fact);
    return fact;
  };
}
