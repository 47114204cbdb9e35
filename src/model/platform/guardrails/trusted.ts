import type { Variable } from "./guardrail";
import { INERT_RULES } from "../roles/inert-rules";
import { LEVEL_RULES } from "../roles/level-rules";
import { OPERATE, TENANTS_RESOURCE } from "../roles/platform-role";

/** CEL: whether RBAC gives a right on the virtual resource of tenants, in the namespace of the request. */
function holds(verb: string): string {
  return [
    `authorizer.group('${TENANTS_RESOURCE.group}').resource('${TENANTS_RESOURCE.resource}')`,
    ".namespace(has(request.namespace) ? request.namespace : '')",
    `.check(${verb}).allowed()`,
  ].join("");
}

/**
 * CEL: whether the request comes from who may write tenants. It asks RBAC instead of listing names: cluster-admins are
 * exempt by their wildcard, and so are the controllers that empty namespaces and collect garbage, or deletion would
 * hang. The check is for the namespace of the request; for a Namespace that is the namespace itself, and an object of
 * no namespace asks for the right in all of them.
 */
export const TRUSTED = holds("request.operation == 'DELETE' ? 'delete' : 'update'");

/**
 * CEL: the same, or a controller that the platform named (`controllers`). It is only exempt from rules on the content
 * of what tenants write: never from those that protect the platform's objects, the network, rights, or the placement of
 * pods.
 */
export const TRUSTED_OR_CONTROLLER = `(${TRUSTED} || ${holds(`'${OPERATE}'`)})`;

/** Kinds whose status a level may write, which tells nothing of who serves them: ConfigMaps, which have none. */
const STATUS_OF_LEVELS = [...LEVEL_RULES, ...INERT_RULES]
  .filter(({ verbs }) => verbs.some((verb) => !["get", "list", "watch"].includes(verb)))
  .flatMap(({ resources }) => resources)
  .filter((resource) => resource.endsWith("/status"))
  .map((resource) => `'${resource.replace("/status", "")}'`);

/**
 * CEL variables: the same, or who writes the status of the kind of the request, whichever it is. Variables, because
 * each check of RBAC costs a third of an expression's budget. Read by `MAY_BE_LARGE`.
 */
export const LARGE_WRITERS: readonly Variable[] = [
  {
    name: "writesStatus",
    expression: `!(request.resource.resource in [${STATUS_OF_LEVELS.join(", ")}]) && authorizer.group(request.resource.group).resource(request.resource.resource).subresource('status').namespace(request.namespace).check('update').allowed()`,
  },
  { name: "isTrusted", expression: TRUSTED_OR_CONTROLLER },
];

export const MAY_BE_LARGE = "variables.writesStatus || variables.isTrusted";

/**
 * CEL: whether the request comes from a controller that serves a kind: it writes the status, which no level may; or
 * from who may write tenants.
 */
export function writesStatusOf(group: string, resource: string): string {
  return `${mayOnStatus(group, resource, "update")} || ${TRUSTED}`;
}

/** CEL: whether RBAC gives a verb on the status of a kind, in the namespace of the request. */
export function mayOnStatus(group: string, resource: string, verb: string): string {
  return `authorizer.group('${group}').resource('${resource}').subresource('status').namespace(request.namespace).check('${verb}').allowed()`;
}

/**
 * CEL: whether the request comes from who may write this kind in every namespace: a controller of the whole cluster.
 * People of a tenant hold their rights by bindings in its namespaces.
 */
export function writesEverywhere(): string {
  return "authorizer.group(request.resource.group).resource(request.resource.resource).check('update').allowed()";
}
