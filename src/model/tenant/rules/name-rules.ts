import { issueUnless, show, type Fault, type Issue } from "../../issue";
import { reservationOf } from "../../cluster/reserved-namespaces";
import { DNS_LABEL_LENGTH, isDnsLabel, isObjectKey } from "../../kubernetes/names";
import { MONITORING_NAME, TENANT_NAME, TENANT_NAME_LENGTH } from "../spec/tenant-names";
import type { Forest, Parent, Tenant } from "../resolve/tenant";
import { notKnownAtSynth, type RuleContext } from "./rule";

/** Names become namespaces and labels, so they must be valid and known before anything is made from them. */
export function nameRules(tenant: Tenant, context: RuleContext): readonly Issue[] {
  const { name, namespace } = tenant.spec;
  const unknown = Object.entries({ name, namespace }).filter(
    ([, value]) => value !== undefined && !context.isKnown(value),
  );
  if (unknown.length > 0) {
    const deferred = unknown.filter(([, value]) => context.isDeferred(value));
    return deferred.map(([field]) => ({ path: [tenant.path, field], ...notKnownAtSynth("a plain string") }));
  }
  const own = [...tenantName(tenant), ...reservedNamespace(tenant)];
  if (namespace === undefined) return [...own, ...namespaceLength(tenant)];
  return [...own, ...chosenNamespace(tenant), ...stacksNamespace(tenant, context)];
}

/** The namespace is the identity: no two tenants of the forest share one. */
export function uniqueNamespaces(forest: Forest): readonly Issue[] {
  const holders = new Map<string, Parent>();
  return allTenants(forest).flatMap((tenant) => {
    const holder = holders.get(tenant.namespace);
    if (holder === undefined) holders.set(tenant.namespace, tenant);
    const isRight = holder === undefined || !isNamed(tenant) || !isNamed(holder);
    return issueUnless(isRight, [tenant.path, isChosen(tenant) ? "namespace" : "name"], () =>
      sharedNamespace(tenant, holder),
    );
  });
}

function allTenants(forest: Forest): readonly Parent[] {
  return forest.flatMap((node) => ["external" in node ? node.external : node.tenant, ...allTenants(node.children)]);
}

function sharedNamespace(tenant: Parent, holder: Parent | undefined): Fault {
  const chosen = isChosen(tenant);
  const isDeclared = "spec" in tenant && (holder === undefined || "spec" in holder);
  return {
    code: "duplicate-namespace",
    message: `two tenants in one namespace, ${show(tenant.namespace)}: the other is ${show(holder?.path)}`,
    received: show("name" in tenant && !chosen ? tenant.name : tenant.namespace),
    expected: chosen ? "a namespace of its own" : "a name that no other tenant has below the same parent",
    hint: isDeclared
      ? "rename one of them; a new name means a new namespace"
      : "pass a parent of this app as itself, and describe one of another app by the same facts each time",
  };
}

/** Whether the namespace was given, not derived from the tree. */
function isChosen(tenant: Parent): boolean {
  return !("spec" in tenant) || tenant.spec.namespace !== undefined;
}

/** Whether the namespace is what its author meant: an invalid name is replaced by another one. */
function isNamed(tenant: Parent): boolean {
  if (!("spec" in tenant)) return typeof tenant.given.namespace === "string";
  const { name, namespace } = tenant.spec;
  if (namespace !== undefined) return typeof namespace === "string";
  return typeof name === "string" && (tenant.parent === undefined || isNamed(tenant.parent));
}

function tenantName(tenant: Tenant): readonly Issue[] {
  const { name } = tenant;
  const path = [tenant.path, "name"];
  const right = typeof name === "string" && name.length <= TENANT_NAME_LENGTH && TENANT_NAME.test(name);
  if (!right) {
    return [
      {
        path,
        code: "invalid-tenant-name",
        message: "invalid tenant name",
        received: show(name),
        expected: `lower-case letters and digits, starting with a letter, 1–${TENANT_NAME_LENGTH} characters`,
        hint: `rename it${suggestion(name)}; dashes separate the levels of the tree in its namespace`,
      },
    ];
  }
  return issueUnless(tenant.isStack || tenant.parent === undefined || name !== MONITORING_NAME, path, () => ({
    code: "reserved-tenant-name",
    message: "this name is reserved for the monitoring stack of the parent",
    received: show(name),
    expected: `any other name than "${MONITORING_NAME}"`,
    hint: "rename the sub-tenant",
  }));
}

function suggestion(name: unknown): string {
  const usable = String(name)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/^[0-9]+/, "")
    .slice(0, TENANT_NAME_LENGTH);
  return usable === "" ? "" : `, for example to "${usable}"`;
}

/** Only where the tenant's own name made it too long: below, every name would be. */
function namespaceLength({ namespace, parent, path }: Tenant): readonly Issue[] {
  const excess = namespace.length - DNS_LABEL_LENGTH;
  const mine = excess > 0 && (parent === undefined || parent.namespace.length <= DNS_LABEL_LENGTH);
  return issueUnless(!mine, [path, "name"], () => ({
    code: "namespace-too-long",
    message: `the namespace is too long: ${namespace.length} characters`,
    received: show(namespace),
    expected: `at most ${DNS_LABEL_LENGTH} characters`,
    hint: `shorten the name, or an ancestor's, by ${excess}, or give a shorter \`namespace\``,
  }));
}

/** A namespace that was given, not derived: a DNS label that is not reserved for good. */
export function chosenNamespace({ namespace, path, cluster }: Parent): readonly Issue[] {
  const taken = reservationOf(namespace, cluster.facts) === "never";
  if (isObjectKey(namespace)) return [{ path: [path, "namespace"], ...objectKey(namespace) }];
  return issueUnless(isDnsLabel(namespace) && !taken, [path, "namespace"], () => ({
    code: taken ? "reserved-namespace" : "invalid-namespace",
    message: taken ? "this namespace belongs to the cluster or the platform" : "invalid namespace",
    received: show(namespace),
    expected: `lower-case letters, digits and dashes between them, at most ${DNS_LABEL_LENGTH} characters; not "default", "kube-…" or "hikube-…"`,
    hint: "choose another one, or leave it out to derive it from the tree",
  }));
}

/** A namespace is the id of a construct, and the key of a line in the assignment of a fleet. */
export function objectKey(namespace: string): Fault {
  return {
    code: "reserved-namespace",
    message: "this namespace is reserved: every JavaScript object has a field of that name",
    received: show(namespace),
    expected: `any other name than ${show(namespace)}`,
    hint: "choose another one, or leave it out to derive it from the tree",
  };
}

/** Taking over a namespace that serves everybody, or has the name of an internet domain, needs a field of its own. */
function reservedNamespace({ namespace, path, spec, cluster }: Tenant): readonly Issue[] {
  const reservation = isDnsLabel(namespace) ? reservationOf(namespace, cluster.facts) : undefined;
  const isKept = reservation === "listed" || reservation === "domain";
  const isMeant = spec.allowReservedNamespace === true;
  return issueUnless(!isKept || isMeant, [path, spec.namespace === undefined ? "name" : "namespace"], () => ({
    code: "reserved-namespace",
    message:
      reservation === "domain"
        ? "this namespace has the name of a top-level domain: its Services would answer for hosts of the internet"
        : "this namespace is reserved for the cluster's own systems",
    received: show(namespace),
    expected: "a namespace that is neither in `reservedNamespaces` of cluster.json nor a top-level domain",
    hint: "choose another one, leave it out to derive it from the tree, or set `allowReservedNamespace: true` if you mean this one",
  }));
}

/** The namespace of a tenant's monitoring stack is reserved for it, however another tenant would come by it. */
function stacksNamespace({ namespace, path }: Tenant, { namespaces }: RuleContext): readonly Issue[] {
  const suffix = `-${MONITORING_NAME}`;
  const owner = namespace.endsWith(suffix) ? namespace.slice(0, -suffix.length) : "";
  return issueUnless(!namespaces.has(owner), [path, "namespace"], () => ({
    code: "reserved-namespace",
    message: `this namespace is reserved for the monitoring stack of ${show(owner)}`,
    received: show(namespace),
    expected: "any other namespace",
    hint: "choose another one, or leave it out to derive it from the tree",
  }));
}
