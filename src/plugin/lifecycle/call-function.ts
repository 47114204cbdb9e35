import { types } from "node:util";
import { FunctionError, type FunctionParameter, type ProviderFunction } from "../functions";
import { dynamicOf } from "../values/dynamic";
import { isWhollyKnown } from "../values/guards";
import type { Type } from "../types";
import { UnknownValue, type Value } from "../value";
import { Collector } from "./collector";
import { conformanceFaults } from "./conformance";
import { formatPath, unknownFaults } from "./report";

/** A fault of a call, as Terraform shows it: with the argument it is about. */
export interface CallFault {
  readonly text: string;
  readonly argument: number | undefined;
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
  const returned: Value | undefined = await definition.call(...args);
  const result = definition.returns === "dynamic" ? dynamicResult(returned) : returned;
  const known = args.every(isWhollyKnown);
  const [fault] = [...resultFaults(definition.returns, result), ...(known ? unknownFaults(result, ["result"]) : [])];
  if (fault === undefined) return result;
  throw new FunctionError(
    `The provider returned an invalid result: ${formatPath(fault.path)} ${fault.text}. ` +
      "This is a bug in the provider. Please report it to its maintainers.",
  );
}

/** What was thrown, as one text: a function has no room for several diagnostics. */
export function callFault(error: unknown): CallFault {
  if (isFunctionError(error)) {
    const argument = Number.isSafeInteger(error.argument) ? error.argument : undefined;
    return { text: error.text, argument };
  }
  const diagnostics = new Collector();
  diagnostics.thrown(error);
  const texts = diagnostics.list.map(({ summary, detail }) => [summary, detail].filter((part) => part).join("\n\n"));
  return { text: texts.join("\n\n"), argument: undefined };
}

function dynamicResult(value: Value | undefined): Value {
  if (value === undefined || value === null || value instanceof UnknownValue) return value ?? null;
  return dynamicOf(value);
}

function resultFaults(type: Type, result: Value) {
  return conformanceFaults({ attributes: { result: { type, computed: true } } }, { result });
}

/** Whether an error is a `FunctionError`, also one of another copy of this package. */
function isFunctionError(error: unknown): error is FunctionError {
  return types.isNativeError(error) && error.name === "FunctionError" && "text" in error;
}
