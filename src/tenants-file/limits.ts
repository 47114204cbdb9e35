/**
 * What a file may hold at most. A file of a few kilobytes can expand to terabytes (aliases of aliases) or for a
 * recursion that ends the process; so work is counted, and refused before it is done.
 */
export const LIMITS = {
  /** Size of the file in bytes. */
  bytes: 10 * 1024 * 1024,
  /** Keys, values, indents and line ends of the text together, about 140,000 lines. */
  pieces: 1_000_000,
  /** Lists and maps inside each other. A tree of tenants is at most 28 deep, for the namespace's name holds no more. */
  depth: 100,
  /** Values after every alias was replaced by its value. */
  values: 200_000,
  /** Characters of one text or key. */
  text: 4096,
  /** Entries of a list, other than tenants: rights and addresses are inherited, so every sub-tenant has them again. */
  list: 500,
  /** Entries of a map whose keys the author chooses. */
  map: 100,
  tenants: 5000,
  /** Faults that are reported at once; nobody reads more. */
  faults: 1000,
} as const;
