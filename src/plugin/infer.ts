import type { Schema } from "./schema";
import type { ValueRecord } from "./value";

/** Values of the configuration: what is not set is null, what is not known yet is unknown. */
export type ConfigOf<S extends Schema> = S extends Schema ? ValueRecord : never;
/** Planned values: known after the schema's rules, or unknown until applied. */
export type PlanOf<S extends Schema> = S extends Schema ? ValueRecord : never;
/** Stored values: wholly known. */
export type StateOf<S extends Schema> = S extends Schema ? ValueRecord : never;
