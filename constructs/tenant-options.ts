import type { Issue } from "../src/model/issue";
import { closestKey } from "../src/model/schema/did-you-mean";
import { unknownField } from "../src/model/schema/faults";
import { TENANT_SPEC } from "../src/model/tenant/spec/spec-schema";

/** What belongs elsewhere, and where. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  monitoring: "declare the stack as a HikubeMonitoring with this tenant as its `tenant`",
  parent: "a tenant with a parent is a HikubeSubTenant",
  children: "declare each sub-tenant as a HikubeSubTenant with this tenant as its parent",
  cluster: "pass the platform of the cluster instead: `platform`",
  platform: "remove it: a sub-tenant has the platform of its parent",
  provider: "remove it: a sub-tenant has the provider of its parent",
};

/** The fields that a construct takes: a stack has a construct of its own. */
const FIELDS = Object.keys(TENANT_SPEC.fields).filter((key) => key !== "monitoring");

/**
 * Faults of what stands beside the spec of a tenant: options that are misspelt or not there. All other unknown fields are
 * found with the spec.
 * @param options - names of the options that this construct has
 */
export function optionIssues(spec: object, options: readonly string[], path: string): readonly Issue[] {
  return Object.keys(spec).flatMap((key) => {
    if (FIELDS.includes(key)) return [];
    const elsewhere = Object.hasOwn(ELSEWHERE, key) ? ELSEWHERE[key] : undefined;
    if (elsewhere === undefined && !isSlipOf(key, options)) return [];
    return [{ path: [path, key], ...unknownField(key, [...FIELDS, ...options], elsewhere) }];
  });
}

/** The spec without what was found to be no part of it. */
export function withoutOptions<T extends object>(spec: T, issues: readonly Issue[]): T {
  const found = new Set(issues.map(({ path }) => path.at(-1)));
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !found.has(key))) as T;
}

function isSlipOf(key: string, options: readonly string[]): boolean {
  const meant = closestKey(key, [...FIELDS, ...options]);
  return meant !== undefined && options.includes(meant);
}
