import type { Type } from "./types";
import type { Value } from "./value";

/** The arguments and results of a resource, a data source or the provider, as plain data. */
export interface Schema extends Block {
  /** Raise it when stored state changes shape, and add an `upgrade`. @default 0 */
  readonly version?: number;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
  readonly description?: string;
  /** How the description is written. @default "plain" */
  readonly descriptionKind?: "plain" | "markdown";
  /** Tells the user what to write in its place. */
  readonly deprecated?: string | boolean;
}

export type Attribute = TypedAttribute | NestedAttribute;

export interface TypedAttribute extends AttributeFlags {
  readonly type: Type;
}

/** An attribute whose value is an object with a schema of its own: `rule = [{ port = 80 }]`. */
export interface NestedAttribute extends AttributeFlags {
  readonly nested: {
    readonly nesting: "single" | "list" | "set" | "map";
    readonly attributes: Readonly<Record<string, Attribute>>;
  };
}

/** At least one of `required`, `optional` and `computed` must be set. */
export interface AttributeFlags {
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Reaches the provider in the configuration alone, never state or plan. Needs Terraform 1.11. */
  readonly writeOnly?: boolean;
  readonly description?: string;
  /** How the description is written. @default "plain" */
  readonly descriptionKind?: "plain" | "markdown";
  readonly deprecated?: string | boolean;
  /** Value that is planned where the configuration gives none; the attribute must be computed. */
  readonly default?: Value;
  /** A change of the planned value replaces the resource. @default false */
  readonly requiresReplace?: boolean;
  /** A computed value that no update changes: keeps the prior one instead of becoming unknown. @default false */
  readonly stable?: boolean;
  /** Says what is wrong with a known, non-null value; `undefined` where nothing is. */
  readonly validate?: (value: Value) => string | undefined;
}

/** A block type: `rule { port = 80 }`. */
export interface NestedBlock {
  readonly nesting: "single" | "list" | "set" | "map" | "group";
  readonly block: Block;
  readonly minItems?: number;
  readonly maxItems?: number;
}
