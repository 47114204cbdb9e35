import type { Rule } from "./rules";
import type { Type } from "./types";
import type { Verdict } from "./validators";
import type { Path } from "./diagnostic";
import type { Decimal, Dynamic, UnknownValue, Value, ValueRecord } from "./value";

/** The arguments and results of a resource, a data source or the provider, as plain data. */
export interface Schema extends Block {
  /** Raise it when stored state changes shape, and add an `upgrade`. @default 0 */
  readonly version?: number;
}

export interface Block {
  /** Arguments and results by name: lower-case letters, digits and underscores. @default - none */
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Block types by name, as `rule` in `rule { port = 80 }`. @default - none */
  readonly blocks?: Readonly<Record<string, NestedBlock>>;
  /** Shown by Terraform in schemas and by editors. @default - none */
  readonly description?: string;
  /** How the description is written. @default "plain" */
  readonly descriptionKind?: "plain" | "markdown";
  /** Warns a user who writes it, with what to write in its place. @default false */
  readonly deprecated?: string | boolean;
  /** What its attributes and blocks must have to do with each other, e.g. `exactlyOneOf("a", "b")`. */
  readonly rules?: readonly Rule[];
}

export type Attribute = TypedAttribute | NestedAttribute;

/** An attribute of a Terraform type; its rules see values of the JavaScript type that belongs to it. */
export type TypedAttribute =
  | StringAttribute
  | BoolAttribute
  | NumberAttribute
  | BigintAttribute
  | ExactAttribute
  | DynamicAttribute
  | CollectionAttribute;

/**
 * What a number of an attribute is in JavaScript.
 *
 * - `float`: a number. Digits beyond it are kept where the author gives the same number back.
 * - `int`: a number without a fraction, up to 2^53; a configuration with another one is refused.
 * - `bigint`: a bigint; a configuration with a fraction is refused.
 * - `exact`: a `Decimal`, with every digit.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/framework/handling-data/types/number
 */
export type NumberKind = "float" | "int" | "bigint" | "exact";

// What an attribute does not have is `undefined` in its interface: by that the compiler finds the right one.

export interface StringAttribute extends AttributeFlags<string> {
  /** Text. */
  readonly type: "string";
  readonly as?: undefined;
  readonly sameElement?: undefined;
}

export interface BoolAttribute extends AttributeFlags<boolean> {
  /** `true` or `false`. */
  readonly type: "bool";
  readonly as?: undefined;
  readonly sameElement?: undefined;
}

export interface NumberAttribute extends AttributeFlags<number> {
  readonly sameElement?: undefined;
  /** A number that a JavaScript number holds. */
  readonly type: "number";
  /** @default "float" */
  readonly as?: "float" | "int";
}

export interface BigintAttribute extends AttributeFlags<bigint> {
  readonly sameElement?: undefined;
  /** A whole number of any length. */
  readonly type: "number";
  /** Its values are of the type bigint. */
  readonly as: "bigint";
}

export interface ExactAttribute extends AttributeFlags<Decimal> {
  readonly sameElement?: undefined;
  /** A number with every digit. */
  readonly type: "number";
  /** Its values are of the class `Decimal`. */
  readonly as: "exact";
}

export interface DynamicAttribute extends AttributeFlags<Dynamic> {
  readonly sameElement?: undefined;
  /** A value of any type, which it brings along: a `Dynamic`. */
  readonly type: "dynamic";
  /** The numbers in it. @default "float" */
  readonly as?: NumberKind;
}

/** Its rules may name the type of the value that they take, e.g. `(tags: readonly string[]) => …`. */
export interface CollectionAttribute extends AttributeFlags {
  /** A list, set, map, object or tuple, e.g. `["list", "string"]`. */
  readonly type: Exclude<Type, string>;
  /** As `same`, for each element: of a list by index, of a map by key, of a set by looking for one that fits. */
  readonly sameElement?: Judge<Value>["same"];
  /** The numbers in it. @default "float" */
  readonly as?: NumberKind;
}

/** An attribute whose value is an object with a schema of its own: `rule = [{ port = 80 }]`. */
export interface NestedAttribute extends AttributeFlags {
  readonly type?: undefined;
  readonly as?: undefined;
  readonly sameElement?: undefined;
  /** How many objects there are, and what is in each. */
  readonly nested: {
    /** One object, or a list, a set or a map of them. */
    readonly nesting: "single" | "list" | "set" | "map";
    /** The attributes of each object. */
    readonly attributes: Readonly<Record<string, Attribute>>;
    /** Attribute that names an element of a list or set, see `NestedBlock`. */
    readonly key?: string;
    /** What the attributes of one object must have to do with each other. */
    readonly rules?: readonly Rule[];
  };
}

/** At least one of `required`, `optional` and `computed` must be set. */
export interface AttributeFlags<V = Value> {
  /** Every configuration must give it. @default false */
  readonly required?: boolean;
  /** A configuration may give it. @default false */
  readonly optional?: boolean;
  /** The provider may give it: where nothing is configured it is planned as unknown. @default false */
  readonly computed?: boolean;
  /** Terraform and the log show `(sensitive value)` in its place; the state holds it. @default false */
  readonly sensitive?: boolean;
  /** Reaches the provider in the configuration alone, never state or plan. Needs Terraform 1.11. */
  readonly writeOnly?: boolean;
  /** Shown by Terraform in schemas and by editors. @default - none */
  readonly description?: string;
  /** How the description is written. @default "plain" */
  readonly descriptionKind?: "plain" | "markdown";
  /** Warns a user who writes it, with what to write in its place. @default false */
  readonly deprecated?: string | boolean;
  /**
   * Value that is planned where the configuration gives none; the attribute must be optional and computed. A function
   * works it out, and returns nothing where there is none.
   */
  readonly default?: V | null | Judge<V>["default"];
  /** A change of the planned value replaces the resource, always or where the function says so. @default false */
  readonly requiresReplace?: boolean | Judge<V>["replaces"];
  /**
   * A computed value that no update changes: it keeps the prior one instead of becoming unknown. In an element of a list
   * or set only where it is sure which prior element that is, see `key`.
   *
   * @default false
   * @see https://developer.hashicorp.com/terraform/plugin/framework/resources/plan-modification#common-use-case-plan-modifiers
   */
  readonly useStateForUnknown?: boolean;
  /** As `useStateForUnknown`, but unknown where one of these attributes or blocks beside it changes. */
  readonly unknownWhen?: readonly string[];
  /** A computed value that is never null: it is planned so, and an answer without it is refused. @default false */
  readonly notNull?: boolean;
  /** Checks of a value that is wholly known and not null. They say what is wrong; nothing where all is well. */
  readonly validate?: Judge<V>["check"] | readonly Judge<V>["check"][];
  /** What it and the attributes and blocks beside it must have to do with each other, as `rules` of the block around. */
  readonly rules?: readonly Rule[];
  /**
   * Whether two values mean the same, such as one JSON document with other spaces. The planned value stays then, or the
   * stored one, whatever the author answers; where only the configuration changed its writing, nothing is planned.
   *
   * @default - values are the same where Terraform holds them equal
   * @see https://developer.hashicorp.com/terraform/plugin/framework/handling-data/types/custom#semantic-equality
   */
  readonly same?: Judge<V>["same"];
}

// Written as methods, so that a check may take a narrower type than the schema can infer.
interface Judge<V> {
  /** Works a default out. */
  default(request: DefaultRequest): V | UnknownValue | null | undefined;
  /** Whether a change replaces the resource. */
  replaces(change: AttributeChange<V>): boolean;
  /** What is wrong with a value. */
  check(value: V): Verdict;
  /** Whether two values mean the same. */
  same(a: V, b: V): boolean;
}

/** What a default is worked out from. */
export interface DefaultRequest {
  /** The whole configuration. */
  readonly config: ValueRecord;
  /** Where the attribute is, e.g. `["rule", 0, "port"]`. */
  readonly path: Path;
}

/** A value before and after; null where there is none, unknown where it is only known at apply. */
export interface AttributeChange<V = Value> {
  /** What is configured. */
  readonly config: V | UnknownValue | null;
  /** What is stored. */
  readonly prior: V | null;
  /** What is planned; never the same as `prior`. */
  readonly plan: V | UnknownValue | null;
}

/** A block type: `rule { port = 80 }`. */
export interface NestedBlock {
  /** One block, a list, set or map of them; a `group` is one that is always there. */
  readonly nesting: "single" | "list" | "set" | "map" | "group";
  /** What is in each. */
  readonly block: Block;
  /** The fewest that a configuration may have. @default 0 */
  readonly minItems?: number;
  /** The most that a configuration may have; 0 is no limit. @default 0 */
  readonly maxItems?: number;
  /**
   * Attribute that names an element of a list or set: by it an element is found in the prior state, so that it keeps
   * what is computed.
   *
   * @default - an element is taken for a prior one where all that is configured of it is as it was
   */
  readonly key?: string;
  /** Checks of the block as a whole: a list, a map or an object, wholly known. Not called where there is none. */
  readonly validate?: Judge<Value>["check"] | readonly Judge<Value>["check"][];
}
