import type { Value } from "../../plugin";
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from "../../model/kubernetes/names";
import { recordOf, textOf } from "../../kube-provider/values";

type Validate = (value: Value, path: string) => readonly string[];

/** Most objects: a DNS subdomain. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const validateName: Validate = (value, path) => {
  const name = textOf(value);
  return isDnsSubdomain(name)
    ? []
    : [
        `${path} "${name}" is invalid: a lowercase RFC 1123 subdomain has at most 253 lowercase letters, digits, '-' or '.', and starts and ends with a letter or digit`,
      ];
};

/** A prefix to which the server appends letters: a DNS label that may end with a dash. */
export const validateGenerateName: Validate = (value, path) => {
  const prefix = textOf(value);
  return isDnsLabel(prefix.replace(/-$/, "a"))
    ? []
    : [
        `${path} "${prefix}" is invalid: a lowercase RFC 1123 label has at most 63 lowercase letters, digits or '-', and starts with a letter or digit`,
      ];
};

/** Roles and bindings may have any name that is one segment of a path. */
export const validateSegment: Validate = (value, path) => {
  const name = textOf(value);
  if (name === "." || name === "..") return [`${path} may not be '${name}'`];
  return ["/", "%"].filter((part) => name.includes(part)).map((part) => `${path} may not contain '${part}'`);
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const validateLabels: Validate = (value, path) =>
  Object.entries(recordOf(value)).flatMap(([key, item]) => [
    ...keyFaults(key, path, key),
    ...(typeof item === "string" ? labelValueFaults(item, path) : []),
  ]);

export const validateAnnotations: Validate = (value, path) =>
  Object.keys(recordOf(value)).flatMap((key) => keyFaults(key.toLowerCase(), path, key));

/** One of a closed list of words. */
export function oneOf(...words: readonly string[]): Validate {
  return (value, path) =>
    words.includes(textOf(value))
      ? []
      : [`expected ${path} to be one of [${words.map((word) => `"${word}"`).join(" ")}], got ${textOf(value)}`];
}

function keyFaults(key: string, path: string, shown: string): string[] {
  if (isQualifiedName(key)) return [];
  return [
    `${path} ("${shown}") is not a qualified name: at most 63 letters, digits, '-', '_' or '.', starting and ending with a letter or digit, after an optional DNS subdomain and '/' (e.g. 'example.com/my-name')`,
  ];
}

function labelValueFaults(value: string, path: string): string[] {
  if (value === "" || isLabelValue(value)) return [];
  return [
    `${path} ("${value}") is not a label value: at most 63 letters, digits, '-', '_' or '.', starting and ending with a letter or digit`,
  ];
}
