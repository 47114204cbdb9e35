import type { NumberIn, TypedValue } from "./infer";
import type { NumberKind } from "./schema";
import type { Type } from "./types";
import type { NumberValue, UnknownValue, Value } from "./value";

/** One argument of a function. */
export interface FunctionParameter {
  /** Shown where a call is wrong: letters, digits and underscores. */
  readonly name: string;
  /** The type that Terraform converts the argument to. */
  readonly type: Type;
  /** What the numbers in it are in JavaScript, as of an attribute. @default "float" */
  readonly as?: NumberKind;
  /** Shown by editors. @default - none */
  readonly description?: string;
  /** How the description is written. @default "plain" */
  readonly descriptionKind?: "plain" | "markdown";
  /** Whether null may be given; else Terraform refuses it before the call. @default false */
  readonly allowNull?: boolean;
  /**
   * Whether the function is called with values that are not known yet. Else Terraform does not call it, and takes its
   * result as unknown. @default false
   */
  readonly allowUnknown?: boolean;
}

interface FunctionTexts {
  /** A short sentence. */
  readonly summary?: string;
  /** Shown by editors. @default - none */
  readonly description?: string;
  /** How the description is written. @default "plain" */
  readonly descriptionKind?: "plain" | "markdown";
  /** Tells the user what to call in its place. */
  readonly deprecated?: string;
}

/**
 * A function of the provider: `provider::notes::slug("A title")` in configurations. It depends on its arguments alone,
 * gives the same result for the same ones, and changes nothing: it is called in every command, several times, and
 * before the provider is configured. Needs Terraform 1.8 or OpenTofu 1.7.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/framework/functions/concepts
 */
export interface ProviderFunction extends FunctionTexts {
  /** @default - none */
  readonly parameters?: readonly FunctionParameter[];
  /** Takes any number of further arguments of one type. @default - there are none */
  readonly variadic?: FunctionParameter;
  /** The type of what `call` returns. */
  readonly returns: Type;
  /** What it throws is shown to the user at the call; see `FunctionError`. */
  call(...args: readonly Value[]): Value | Promise<Value>;
}

/** Ends a call of a function with a message about one of its arguments. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";

  /**
   * With the argument that is at fault, if it is one.
   *
   * @param text what the user reads
   * @param argument index of the argument that is at fault, from 0; further ones of the variadic parameter count on
   */
  constructor(
    readonly text: string,
    readonly argument?: number,
    options?: ErrorOptions,
  ) {
    super(text, options);
  }
}

/** A definition whose `call` has the types that its parameters say. */
interface TypedFunction<
  P extends readonly FunctionParameter[],
  V extends FunctionParameter | undefined,
  R extends Type,
> extends FunctionTexts {
  /** The arguments that every call gives. @default - none */
  readonly parameters?: P;
  /** Takes any number of further arguments of one type. @default - there are none */
  readonly variadic?: V;
  /** The type of what `call` returns. */
  readonly returns: R;
  /** What it throws is shown to the user at the call; see `FunctionError`. */
  call(...args: ArgumentsOf<P, V>): ResultOf<R> | Promise<ResultOf<R>>;
}

/**
 * Defines a function with the types of its arguments and of its result taken from what is declared.
 *
 * @example
 * const slug = fn({
 *   parameters: [{ name: "title", type: "string" }],
 *   returns: "string",
 *   call: (title) => title.toLowerCase().replaceAll(/\W+/g, "-"),
 * });
 */
export function fn<
  const R extends Type,
  const P extends readonly FunctionParameter[] = [],
  const V extends FunctionParameter | undefined = undefined,
>(definition: TypedFunction<P, V, R>): ProviderFunction {
  // Terraform checks the arguments by the declared types before it calls.
  return definition;
}

type ArgumentsOf<P extends readonly FunctionParameter[], V extends FunctionParameter | undefined> = [
  ...{ -readonly [I in keyof P]: ArgumentOf<P[I]> },
  ...(V extends FunctionParameter ? readonly ArgumentOf<V>[] : []),
];

type ArgumentOf<P extends FunctionParameter> =
  | TypedValue<P["type"], Unknown<P>, NumberIn<P>, 6>
  | Unknown<P>
  | (P extends { readonly allowNull: true } ? null : never);
type Unknown<P extends FunctionParameter> = P extends { readonly allowUnknown: true } ? UnknownValue : never;

type ResultOf<R extends Type> =
  (R extends "dynamic" ? Value : TypedValue<R, UnknownValue, NumberValue, 6>) | UnknownValue | null;
