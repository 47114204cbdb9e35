import type { Variable } from "./guardrail";

/** CEL variable: a number of the tenant, from an annotation of its namespace; without one, `initial`. */
export function annotatedNumber(name: string, annotation: string, initial: number): Variable {
  const annotations = "namespaceObject.metadata.annotations";
  const key = `'${annotation}'`;
  return {
    name,
    expression: `has(${annotations}) && ${key} in ${annotations} ? int(${annotations}[${key}]) : ${initial}`,
  };
}
