import { types } from "node:util";
import { FunctionError, type FunctionParameter, type ProviderFunction } from "../functions";
import { dynamicOf } from "../values/dynamic";
import { isWhollyKnown } from "../values/leaves";
import { attributeOf } from "../values/implied-type";
import { mapNumbers, numberAs } from "../values/number-kind";
import type { Type } from "../types";
import { UnknownValue, type Value } from "../value";
import { Collector } from "./collector";
import { conformanceFaults, type Fault } from "./conformance";
import { firstFault } from "./numbers";
import { partIn, plainOf } from "../values/plain";
import { BUG_OF_PROVIDER, formatPath, unknownFaults } from "./report";

/** A fault of a call, as Terraform shows it: with the argument it is about. */
export interface CallFault {
  readonly text: string;
  readonly argument: number | undefined;
}

/**
 * An argument as the function gets it: numbers are of the kind that the parameter asks for.
 *
 * @throws FunctionError where a number is not of it
 */
function shownArgument(definition: ProviderFunction, value: Value, index: number): Value {
  const { name, as = "float" } = parameterAt(definition, index);
  const fault = firstFault(as, value);
  if (fault !== undefined) throw new FunctionError(`${name} ${fault}.`, index);
  return mapNumbers(value, (number) => numberAs(as, number));
}

/** The parameter that an argument is given for. */
export function parameterAt({ parameters = [], variadic }: ProviderFunction, index: number): FunctionParameter {
  const parameter = parameters[index] ?? variadic;
  if (parameter !== undefined) return parameter;
  throw new FunctionError(`The function takes ${parameters.length} arguments, but more were sent.`);
}

/**
 * Calls a function and checks what it returns.
 *
 * @throws whatever the function throws; `FunctionError` where its result is not of the declared type
 */
export async function callFunction(definition: ProviderFunction, args: readonly Value[]): Promise<Value> {
  const wanted = definition.parameters?.length ?? 0;
  if (args.length < wanted) throw new FunctionError(`The function takes ${wanted} arguments, not ${args.length}.`);
  const shown = args.map((value, index) => shownArgument(definition, value, index));
  const returned = plainOf(await definition.call(...shown));
  const result = definition.returns === "dynamic" ? dynamicResult(returned) : returned;
  const known = args.every(isWhollyKnown);
  const [fault] = resultFaults(definition.returns, result, known);
  if (fault === undefined) return result ?? null;
  throw new FunctionError(
    `The provider returned an invalid result: ${formatPath(fault.path)} ${fault.text}. ` + BUG_OF_PROVIDER,
  );
}

/**
 * What was thrown, as one text: a function has no room for several diagnostics.
 *
 * @param printed makes texts readable. @default - they stay as they are
 * @param count how many arguments there are: Terraform panics on an index below them
 */
export function callFault(error: unknown, count: number, printed?: (text: string) => string): CallFault {
  const diagnostics = new Collector(undefined, printed === undefined ? {} : { printed });
  if (isFunctionError(error)) {
    const { text, argument = -1 } = error;
    diagnostics.error(text);
    const isOne = Number.isSafeInteger(argument) && argument >= 0 && argument < count;
    return { text: diagnostics.list.map(({ summary }) => summary).join(), argument: isOne ? argument : undefined };
  }
  diagnostics.thrown(error);
  const texts = diagnostics.list.map(({ summary, detail }) => [summary, detail].filter((part) => part).join("\n\n"));
  return { text: texts.join("\n\n"), argument: undefined };
}

function dynamicResult(value: Value | undefined): Value {
  if (value === undefined || value === null || value instanceof UnknownValue) return value ?? null;
  return dynamicOf(value);
}

function resultFaults(type: Type, result: Value | undefined, known: boolean): readonly Fault[] {
  const path = ["result"];
  if (result === undefined) return [{ path, text: "is missing; a result that is not there must be null" }];
  const faults = conformanceFaults({ attributes: { result: attributeOf(type, { computed: true }) } }, { result });
  return faults.length === 0 && known ? unknownFaults(result, path) : faults;
}

/** Whether an error is a `FunctionError`, also one of another copy of this package. */
function isFunctionError(error: unknown): error is FunctionError {
  return types.isNativeError(error) && partIn(error, "name") === "FunctionError" && "text" in error;
}
