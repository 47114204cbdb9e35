/**
 * What a file may hold, as data: the reader checks by it, and the published JSON Schema is made from it. A shape says
 * of which type a value is; whether the value is right is said by the rules of the model, so that there is one such
 * rule. The `hint` goes into the JSON Schema alone, where it helps an editor.
 */
export type Shape = TextShape | NumberShape | FlagShape | ListShape | MapShape | RecordShape | EitherShape;

export interface TextShape {
  readonly type: "text";
  /** Shown where another type was given. */
  readonly example: string;
  readonly hint?: { readonly choices?: readonly string[]; readonly pattern?: string; readonly longest?: number };
}

export interface NumberShape {
  readonly type: "number";
  readonly hint?: { readonly least?: number; readonly most?: number; readonly fractions?: true };
  /** The one number that is allowed; the reader checks it. */
  readonly only?: number;
}

export interface FlagShape {
  readonly type: "flag";
}

export interface ListShape {
  readonly type: "list";
  readonly of: Shape;
  readonly hint?: { readonly least?: number };
  /** Elements are named in paths by their `name`, `production/shop`, and not by their number. */
  readonly named?: true;
}

/** Keys that the author chooses, all with values of one shape. */
export interface MapShape {
  readonly type: "map";
  readonly of: Shape;
}

/** Keys that are given. */
export interface RecordShape {
  readonly type: "record";
  /** Name of the interface that says the same in TypeScript; its comments become the descriptions. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Shape | (() => Shape)>>;
  readonly required: readonly string[];
  /** Exactly one of these must be there. */
  readonly exactlyOne?: readonly string[];
  /** Is read although a field is missing, for the faults of its other fields. @default - it is left out */
  readonly lenient?: true;
}

/** One of several; which one is told by the type of what was given. */
export interface EitherShape {
  readonly type: "either";
  readonly of: readonly Shape[];
}

export function text(example: string, hint?: TextShape["hint"]): TextShape {
  return { type: "text", example, hint };
}

/** A text of a few that are known. */
export function choice(choices: readonly string[]): TextShape {
  return text(choices[0] ?? "", { choices });
}

export function number(hint?: NumberShape["hint"]): NumberShape {
  return { type: "number", hint };
}

export const FLAG: FlagShape = { type: "flag" };

export function list(of: Shape, least?: number): ListShape {
  return { type: "list", of, ...(least === undefined ? {} : { hint: { least } }) };
}

export function map(of: Shape): MapShape {
  return { type: "map", of };
}

export function record(
  name: string,
  required: readonly string[],
  fields: RecordShape["fields"],
  exactlyOne?: readonly string[],
): RecordShape {
  return { type: "record", name, required, fields, ...(exactlyOne === undefined ? {} : { exactlyOne }) };
}

/** The same record, read although a field is missing. */
export function lenient(shape: RecordShape): RecordShape {
  return { ...shape, lenient: true };
}

export function either(...of: readonly Shape[]): EitherShape {
  return { type: "either", of };
}

/** The shape of a field; recursive ones are given as functions. */
export function shapeOf(field: Shape | (() => Shape)): Shape {
  return typeof field === "function" ? field() : field;
}
