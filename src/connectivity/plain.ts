/** The value at a path in untyped data, or `undefined`. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => {
    const isObject = typeof inner === "object" && inner !== null;
    return isObject ? Object.entries(inner).find(([key]) => key === name)?.[1] : undefined;
  }, value);
}

/** A list in untyped data; anything else is an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
