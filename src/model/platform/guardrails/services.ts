import { ANNOTATIONS } from "../../tenant/labels";
import { allowedHere, allowList, orElse } from "./allow-list";
import { foreignAnnotations, noForeignAnnotations } from "./annotations";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED_OR_CONTROLLER, writesStatusOf } from "./trusted";

/**
 * Addresses and names that belong to others: `externalIPs` takes traffic that is meant for them, a chosen
 * LoadBalancer address or a DNS annotation takes their place. The status is written by the controllers of load
 * balancers, and by no level: by that they are told.
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
    { name: "exempt", expression: writesStatusOf("", "services") },
    { name: "operates", expression: TRUSTED_OR_CONTROLLER },
  ],
  validations: [
    {
      expression:
        "variables.unchanged || variables.type == 'ClusterIP' || variables.type in variables.types || variables.exempt || variables.operates",
      message: "this type of Service is not allowed here",
      messageExpression: `'Services of type ' + variables.type + ' reach beyond the tenant' + ${allowedHere("(['ClusterIP'] + variables.types)", "serviceTypes")}`,
    },
    {
      expression:
        "variables.unchanged || !has(object.spec.externalIPs) || size(object.spec.externalIPs) == 0 || variables.exempt",
      message: "externalIPs would take traffic that is meant for others; allowed here: a Service without externalIPs",
    },
    {
      expression:
        "variables.unchanged || !has(object.spec.loadBalancerIP) || object.spec.loadBalancerIP == '' || variables.exempt",
      message: "loadBalancerIP would take an address of others; allowed here: the address that the cluster chooses",
    },
    {
      expression:
        "variables.unchanged || variables.type != 'LoadBalancer' || 'NodePort' in variables.types || (has(object.spec.allocateLoadBalancerNodePorts) && !object.spec.allocateLoadBalancerNodePorts && !object.spec.ports.exists(port, has(port.nodePort) && port.nodePort != 0)) || variables.exempt",
      message:
        "node ports are not granted; allowed here: a LoadBalancer with allocateLoadBalancerNodePorts: false, and no " +
        "nodePort in its ports",
    },
    noForeignAnnotations("Service", "variables.exempt || variables.operates"),
  ],
};
