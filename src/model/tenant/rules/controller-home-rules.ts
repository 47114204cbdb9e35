import { show, type Issue } from "../../issue";
import type { Tenant } from "../resolve/tenant";

/** A controller that lives beside a tenant's pods hands its exemptions to everybody who may start one there. */
export function controllerHomeRules({ path, namespace, cluster }: Tenant): readonly Issue[] {
  const beside = (cluster.controllers ?? []).filter(
    (subject) => subject.kind === "ServiceAccount" && subject.namespace === namespace,
  );
  return beside.map(({ name }) => ({
    path: [path],
    message: `whoever may start pods in ${show(namespace)} would become a controller of the platform`,
    received: `${show(name)} among \`controllers\` of the cluster`,
    expected: "controllers in namespaces that are no tenant's",
    hint: "move the controller out of the tenant, or take it off `controllers` in cluster.json",
  }));
}
