import type { Value, ValueRecord } from "../../plugin";

/**
 * What the old SDK knows of an attribute or block beyond its schema. `terraform providers schema` does not
 * print it, so it is written down by hand for each resource type.
 */
export interface Rule {
  /** Planned where the configuration gives nothing. */
  readonly default?: Value;
  /** A change replaces the resource. */
  readonly forceNew?: boolean;
  /** The server fills the block in where none is configured. For attributes the schema says it. */
  readonly computed?: boolean;
  /** Says what is wrong with a known value that is set; `path` is where it stands, e.g. `metadata.0.name`. */
  readonly validate?: (value: Value, path: string) => readonly string[];
  /** Whether a change from `prior` to `next` means nothing; of maps it is asked entry by entry, `""` for one that is not there. */
  readonly suppress?: (prior: Value, next: Value, config: ValueRecord) => boolean;
  /** How few elements a list may have where it is given at all. For blocks the schema says it. */
  readonly minItems?: number;
  /** How many elements a list may have. */
  readonly maxItems?: number;
  /** Paths that must not be set beside this one. */
  readonly conflictsWith?: readonly string[];
  /** Paths that must be set beside this one. */
  readonly requiredWith?: readonly string[];
}

/** Rules by path without indices, e.g. `spec.limit.default_request`. */
export type Rules = Readonly<Record<string, Rule>>;

export function childPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
