import type { Variable } from "./guardrail";

/** CEL variables: the labels or annotations of the object, and those of the old object. */
export function mapsOf(field: "labels" | "annotations"): readonly Variable[] {
  return [
    {
      name: `old${field}`,
      expression: `request.operation == 'CREATE' || !has(oldObject.metadata.${field}) ? {} : oldObject.metadata.${field}`,
    },
    { name: `new${field}`, expression: `has(object.metadata.${field}) ? object.metadata.${field} : {}` },
  ];
}

/** CEL: keys that were added, removed or given another value. */
export function changedKeys(field: "labels" | "annotations"): string {
  const before = `variables.old${field}`;
  const after = `variables.new${field}`;
  return [
    `${after}.filter(key, !(key in ${before}) || ${before}[key] != ${after}[key])`,
    `${before}.filter(key, !(key in ${after}))`,
  ].join(" + ");
}

/** CEL: whether a key is one that the platform writes, and that policies go by. */
export function isOurs(key: string): string {
  return `${key}.startsWith('hikube.cloud/') || ${key}.startsWith('tenant.hikube.cloud/')`;
}

/** CEL: whether a label chooses how strictly Pod Security judges the pods of a namespace. */
export function isPodSecurity(key: string): string {
  return `${key}.startsWith('pod-security.kubernetes.io/')`;
}
