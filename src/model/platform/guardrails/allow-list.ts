import type { AllowListField } from "../../tenant/spec/allow-lists";
import type { Variable } from "./guardrail";

/**
 * CEL variable: an allow-list of the tenant, from an annotation of its namespace. A missing or empty annotation is an
 * empty list; entries are trimmed, and empty ones dropped, because every text starts with an empty prefix.
 */
export function allowList(name: string, annotation: string): Variable {
  const annotations = "namespaceObject.metadata.annotations";
  const entries = `${annotations}['${annotation}'].split(',').map(entry, entry.trim()).filter(entry, entry != '')`;
  return { name, expression: `has(${annotations}) && '${annotation}' in ${annotations} ? ${entries} : []` };
}

/** A message of more than five kilobytes is not shown. */
const MOST_PRINTED = 10;

/** CEL: the entries of a list for a message, of a long one the first. */
export function printed(list: string): string {
  return `(size(${list}) == 0 ? 'none' : ${firstOf(list)})`;
}

/** CEL: the same of a non-empty list. */
export function firstOf(list: string): string {
  const some = `${list}.slice(0, ${MOST_PRINTED}).join(', ') + ' and ' + string(size(${list}) - ${MOST_PRINTED}) + ' more'`;
  return `(size(${list}) > ${MOST_PRINTED} ? ${some} : ${list}.join(', '))`;
}

/** The end of a refusal: which field allows more. */
export function moreBy(field: string): string {
  return `; to allow more, set ${field} in the tenant's code`;
}

/** CEL: the end of a refusal, which tells what the list allows and which field of `security` allows more. */
export function allowedHere(list: string, field: AllowListField): string {
  return `'; allowed here: ' + ${printed(list)} + "${moreBy(`security.${field}`)}"`;
}

/** CEL: the same of classes, of which one is to be named even where all are allowed. */
export function allowedClasses(list: string, field: AllowListField): string {
  return `('*' in ${list} ? '; allowed here: every class by its name' : ${allowedHere(list, field)})`;
}

/** CEL: whether a list names a text or allows any. */
export function isNamed(list: string, text: string): string {
  return `('*' in ${list} || ${text} in ${list})`;
}

/** CEL: a field that may be missing, or what stands for it. */
export function orElse(field: string, instead: string): string {
  return `(has(${field}) ? ${field} : ${instead})`;
}
