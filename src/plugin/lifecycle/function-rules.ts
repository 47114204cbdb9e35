import type { FunctionParameter, ProviderFunction } from "../functions";
import { parseType } from "../values/type-json";

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** What is wrong with the declaration of a function, one line a fault. Terraform panics on some of it. */
export function functionFaults(name: string, definition: ProviderFunction): readonly string[] {
  const where = `function ${name}`;
  const { parameters = [], variadic, returns } = definition;
  const all = variadic === undefined ? parameters : [...parameters, variadic];
  const names = all.map((parameter) => parameter.name);
  const twice = names.filter((one, index) => names.indexOf(one) !== index);
  return [
    ...(NAME.test(name) ? [] : [`${where}: the name may contain letters, digits and underscores only`]),
    ...all.flatMap((parameter, index) => parameterFaults(where, parameter, index)),
    ...twice.map((one) => `${where}: two parameters are called ${one}`),
    ...typeFaults(`${where}: its result`, returns),
  ];
}

function parameterFaults(where: string, { name, type }: FunctionParameter, index: number): readonly string[] {
  const at = `${where}: parameter ${index}`;
  const named = NAME.test(name) ? [] : [`${at}: the name may contain letters, digits and underscores only`];
  return [...named, ...typeFaults(at, type)];
}

function typeFaults(where: string, type: unknown): readonly string[] {
  try {
    parseType(type, where);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
