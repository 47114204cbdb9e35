import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowedHere, allowList, moreBy, orElse } from "./allow-list";
import { foreignAnnotations, noForeignAnnotations } from "./annotations";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED_OR_CONTROLLER, writesStatusOf } from "./trusted";

const FIELD = {
  clusterIP: "has(object.spec.clusterIP)",
  clusterIPs: "has(object.spec.clusterIPs)",
  healthCheckNodePort: "has(object.spec.healthCheckNodePort)",
} as const;

/**
 * Protects addresses and names of others: `externalIPs` takes traffic that is meant for them, a chosen LoadBalancer
 * address or a DNS annotation takes their place, and so does a cluster address that a Service of another tenant just
 * had. Controllers of load balancers are recognised by their right to write the status, which no level holds.
 */
export const services: Guardrail = {
  name: "hikube-services",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["services"] }],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    allowList("types", ANNOTATIONS.serviceTypes),
    allowList("annotations", ANNOTATIONS.serviceAnnotations),
    foreignAnnotations(),
    { name: "unchanged", expression: "request.operation == 'UPDATE' && object.spec == oldObject.spec" },
    { name: "type", expression: orElse("object.spec.type", "'ClusterIP'") },
    { name: "kept", expression: keptAddresses() },
    {
      name: "keepsCheckPort",
      expression: `!${FIELD.healthCheckNodePort} || (request.operation == 'UPDATE' && has(oldObject.spec.healthCheckNodePort) && object.spec.healthCheckNodePort == oldObject.spec.healthCheckNodePort)`,
    },
    { name: "exempt", expression: writesStatusOf("", "services") },
    { name: "operates", expression: TRUSTED_OR_CONTROLLER },
  ],
  validations: [
    {
      expression: "variables.unchanged || variables.type == 'ClusterIP' || variables.type in variables.types",
      exempt: "variables.exempt || variables.operates",
      message: "this type of Service is not allowed here",
      messageExpression: `'Services of type ' + variables.type + ' reach beyond the tenant' + ${allowedHere("(['ClusterIP'] + variables.types)", "serviceTypes")}`,
    },
    {
      expression: "variables.unchanged || !has(object.spec.externalIPs) || size(object.spec.externalIPs) == 0",
      exempt: "variables.exempt",
      message: "externalIPs would take traffic that is meant for others; allowed here: a Service without externalIPs",
    },
    {
      expression: "variables.unchanged || !has(object.spec.loadBalancerIP) || object.spec.loadBalancerIP == ''",
      exempt: "variables.exempt",
      message: "loadBalancerIP could take an address of others; allowed here: the address that the cluster chooses",
    },
    {
      expression:
        "variables.unchanged || variables.type != 'LoadBalancer' || 'NodePort' in variables.types || (has(object.spec.allocateLoadBalancerNodePorts) && !object.spec.allocateLoadBalancerNodePorts && !object.spec.ports.exists(port, has(port.nodePort) && port.nodePort != 0))",
      exempt: "variables.exempt",
      message:
        "node ports are not granted; allowed here: a LoadBalancer with allocateLoadBalancerNodePorts: false, and no " +
        `nodePort in its ports${moreBy("security.serviceTypes (NodePort)")}`,
    },
    {
      expression: `variables.unchanged || variables.keepsCheckPort || 'NodePort' in variables.types || ${isGiven("healthCheckNodePort")}`,
      exempt: "variables.exempt",
      message: `healthCheckNodePort takes a port of every node; allowed here: the port that the cluster chooses${moreBy("security.serviceTypes (NodePort)")}`,
    },
    {
      expression: `variables.unchanged || variables.kept || (${isGiven("clusterIP")} && ${isGiven("clusterIPs")})`,
      exempt: "variables.exempt",
      message:
        "a chosen clusterIP can be one that clients of another tenant still use; allowed here: None, or neither clusterIP nor clusterIPs, so that the cluster chooses",
    },
    noForeignAnnotations("Service", "variables.exempt || variables.operates"),
  ],
};

/** CEL: whether a Service has no address of the cluster, or the one that it had. */
function keptAddresses(): string {
  const isHeadless = `${FIELD.clusterIP} && object.spec.clusterIP == 'None'`;
  const sameAddresses =
    "request.operation == 'UPDATE' && has(oldObject.spec.clusterIPs) && object.spec.clusterIPs == oldObject.spec.clusterIPs";
  return `!${FIELD.clusterIPs} || (${isHeadless}) || (${sameAddresses})`;
}

/**
 * CEL: whether the cluster set a field. It does so before admission, so the value alone tells nothing; the managed
 * fields say who wrote a field. A request can empty them but not forge them: what it writes is added to whatever it
 * claims.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
function isGiven(field: "clusterIP" | "clusterIPs" | "healthCheckNodePort"): string {
  const managed = "object.metadata.managedFields";
  const isWritten = `has(one.fieldsV1) && 'f:spec' in one.fieldsV1 && 'f:${field}' in one.fieldsV1['f:spec']`;
  return `(has(${managed}) && size(${managed}) > 0 && !dyn(${managed}).exists(one, ${isWritten}))`;
}
