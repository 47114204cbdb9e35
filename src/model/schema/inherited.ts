/**
 * Fields that an object has without owning them: those of an object that it was made from, and what its class computes.
 * Whoever reads only own fields would lose them.
 */
export function inheritedFields(given: object): readonly string[] {
  const names = new Set<string>();
  for (let at = parentOf(given); at !== null && parentOf(at) !== null; at = parentOf(at)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (property.value === undefined ? "get" in property : typeof property.value !== "function") names.add(name);
    }
  }
  return [...names].filter((name) => !Object.hasOwn(given, name));
}

/** The last of a chain is the one of all objects. */
function parentOf(given: object): object | null {
  return Object.getPrototypeOf(given) as object | null;
}
