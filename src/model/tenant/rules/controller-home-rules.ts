import { show, type Issue } from "../../issue";
import type { Tenant } from "../resolve/tenant";

/** A controller in a tenant's namespace would pass its exemptions on to everybody who may start pods there. */
export function controllerHomeRules({ path, namespace, cluster }: Tenant): readonly Issue[] {
  const beside = (cluster.facts.controllers ?? []).filter(
    (subject) => subject.kind === "ServiceAccount" && subject.namespace === namespace,
  );
  return beside.map(({ name }) => ({
    path: [path],
    code: "controller-in-tenant",
    message: `anybody who starts pods in ${show(namespace)} would become a controller of the platform`,
    received: `${show(name)} in \`controllers\` of the cluster`,
    expected: "controllers in namespaces that do not belong to tenants",
    hint: "move the controller out of the tenant, or remove it from `controllers` in cluster.json",
  }));
}
