import { allowedHere } from "./allow-list";
import type { Validation, Variable } from "./guardrail";

/** Annotations of tools that apply and watch objects; nothing that routes traffic reads them. */
const HARMLESS_DOMAINS = [
  "argocd.argoproj.io/",
  "config.kubernetes.io/",
  "helm.sh/",
  "helm.toolkit.fluxcd.io/",
  "kubectl.kubernetes.io/",
  "kustomize.toolkit.fluxcd.io/",
  "meta.helm.sh/",
  "prometheus.io/",
];

/**
 * CEL variable `foreign`: keys of annotations that are new or have another value and are neither harmless nor in
 * `variables.annotations`, whose entries are keys, or domains with their closing slash.
 */
export function foreignAnnotations(): Variable {
  const isHarmless = HARMLESS_DOMAINS.map((domain) => `key.startsWith('${domain}')`).join(" || ");
  const isListed =
    "variables.annotations.exists(entry, key == entry || (entry.endsWith('/') && key.startsWith(entry)))";
  return {
    name: "foreign",
    expression: `has(object.metadata.annotations) ? object.metadata.annotations.filter(key, !(${isHarmless}) && !${isListed} && !${isUnchanged("key")}) : []`,
  };
}

/** Refuses them, except for `exempt`. */
export function noForeignAnnotations(what: "Ingress" | "Service", exempt: string): Validation {
  const field = what === "Ingress" ? "ingressAnnotations" : "serviceAnnotations";
  return {
    expression: "size(variables.foreign) == 0",
    exempt,
    message: `an annotation of this ${what} is not allowed here`,
    messageExpression: `'annotation ' + variables.foreign.join(', ') + ' can reach beyond the tenant' + ${allowedHere("variables.annotations", field)}`,
  };
}

/** Refuses one key that some controllers prefer to the field that a guardrail judges, even if it is listed. */
export function neverAnnotated(key: string, instead: string, exempt: string): Validation {
  const has = `has(object.metadata.annotations) && '${key}' in object.metadata.annotations`;
  return {
    expression: `!(${has}) || ${isUnchanged(`'${key}'`)}`,
    exempt,
    message: `the annotation ${key} would choose another class; allowed here: ${instead}`,
  };
}

/** CEL: whether an annotation of the object had the same value before. */
function isUnchanged(key: string): string {
  const before =
    "(request.operation == 'UPDATE' && has(oldObject.metadata.annotations) ? oldObject.metadata.annotations : {})";
  return `(${key} in ${before} && ${before}[${key}] == object.metadata.annotations[${key}])`;
}
