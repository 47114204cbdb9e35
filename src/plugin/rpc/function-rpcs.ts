import type { FunctionParameter, ProviderFunction } from "../functions";
import { callFault, callFunction, parameterAt } from "../lifecycle/call-function";
import type { AnyProvider } from "../provider";
import { fromTypedValue, toTypedValue } from "../wire/convert";
import { StringKind, type FunctionMessage, type FunctionParameter as ParameterMessage } from "../wire/tfplugin6";
import { plainRpc, rpc, type Rpc } from "./rpc";

export const getFunctions: Rpc = rpc("GetFunctions", {
  call: ({ session: { provider } }) => ({ functions: functionMessages(provider) }),
});

export const callProviderFunction: Rpc = plainRpc("CallFunction", async ({ provider, printed }, request) => {
  try {
    const definition = functionOf(provider, request.name);
    const args = request.arguments.map((sent, index) => fromTypedValue(parameterAt(definition, index).type, sent));
    return { result: toTypedValue(definition.returns, await callFunction(definition, args)) };
  } catch (error) {
    const { text, argument } = callFault(error, request.arguments.length, printed);
    return { error: { text, functionArgument: argument } };
  }
});

/** The functions as Terraform is told of them. */
export function functionMessages({ functions = {} }: AnyProvider): ReadonlyMap<string, FunctionMessage> {
  return new Map(Object.entries(functions).map(([name, definition]) => [name, toMessage(definition)]));
}

function functionOf({ name: provider, functions = {} }: AnyProvider, name: string): ProviderFunction {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found !== undefined) return found;
  throw new Error(`The provider ${provider} has no function ${JSON.stringify(name)}.`);
}

function toMessage(definition: ProviderFunction): FunctionMessage {
  const { parameters = [], variadic, returns, summary = "", deprecated = "" } = definition;
  return {
    parameters: parameters.map(toParameterMessage),
    variadicParameter: variadic && toParameterMessage(variadic),
    return: { type: Buffer.from(JSON.stringify(returns)) },
    summary,
    ...textOf(definition),
    deprecationMessage: deprecated,
  };
}

function toParameterMessage(parameter: FunctionParameter): ParameterMessage {
  const { name, type, allowNull = false, allowUnknown = false } = parameter;
  return {
    name,
    type: Buffer.from(JSON.stringify(type)),
    allowNullValue: allowNull,
    allowUnknownValues: allowUnknown,
    ...textOf(parameter),
  };
}

function textOf({ description = "", descriptionKind }: Pick<FunctionParameter, "description" | "descriptionKind">) {
  return { description, descriptionKind: descriptionKind === "markdown" ? StringKind.MARKDOWN : StringKind.PLAIN };
}
