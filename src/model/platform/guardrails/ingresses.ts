import { ANNOTATIONS } from "../../tenant/labels";
import { allowedHere, allowList, isNamed, orElse } from "./allow-list";
import { foreignAnnotations, neverAnnotated, noForeignAnnotations } from "./annotations";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED_OR_CONTROLLER, writesStatusOf } from "./trusted";

/** It decides before the field of the spec does. */
const OLD_CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/** Regular expressions stay possible, but for counts in braces. A backslash at the end would take the closing quote. */
const PLAIN_PATH = String.raw`^([^\s;{}"'\\]|\\[^\s;{}"'\\])*$`;

const ALLOWED_PATHS = "allowed here: paths without white space, quotes, braces and semicolons";

/**
 * One ingress controller serves all tenants: a rule without host, a default backend or a foreign host in `tls` takes
 * the traffic of others, and annotations can do the same or inject configuration.
 */
export const ingresses: Guardrail = {
  name: "hikube-ingresses",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: ["networking.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["ingresses"],
      },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    allowList("hostnames", ANNOTATIONS.hostnames),
    allowList("classes", ANNOTATIONS.ingressClasses),
    allowList("annotations", ANNOTATIONS.ingressAnnotations),
    foreignAnnotations(),
    { name: "unchanged", expression: "request.operation == 'UPDATE' && object.spec == oldObject.spec" },
    { name: "class", expression: orElse("object.spec.ingressClassName", "''") },
    { name: "hosts", expression: hosts() },
    // Kept apart once: hundreds of rules times dozens of entries would cost more than an expression may.
    {
      name: "endings",
      expression: "variables.hostnames.filter(entry, entry.startsWith('*.')).map(entry, entry.substring(1))",
    },
    {
      name: "foreignHosts",
      expression: `'*' in variables.hostnames ? variables.hosts.filter(host, host == '') : variables.hosts.filter(host, !${mayBeServed("host")})`,
    },
    { name: "oddPaths", expression: oddPaths() },
    { name: "exempt", expression: writesStatusOf("networking.k8s.io", "ingresses") },
  ],
  validations: [
    {
      expression: "variables.unchanged || !has(object.spec.defaultBackend) || variables.exempt",
      message: "a default backend serves the hosts of others; allowed here: rules with a host",
    },
    {
      expression: "variables.unchanged || size(variables.foreignHosts) == 0 || variables.exempt",
      message: "a host is not this tenant's",
      messageExpression: `variables.foreignHosts.map(host, host == '' ? 'a rule or TLS entry without host' : 'host ' + host).join(', ') + ' is not for this tenant to serve' + ${allowedHere("variables.hostnames", "hostnames")}`,
    },
    {
      expression: "variables.unchanged || size(variables.oddPaths) == 0 || variables.exempt",
      message: `a path could be read as configuration of the ingress controller; ${ALLOWED_PATHS}`,
      // Not shown where a path has lines: then the text above is.
      messageExpression: `'path ' + variables.oddPaths.join(', ') + ' could be read as configuration of the ingress controller; ${ALLOWED_PATHS}'`,
    },
    {
      expression: `variables.unchanged || (variables.class != '' && ${isNamed("variables.classes", "variables.class")}) || variables.exempt`,
      message: "this ingress class is not allowed here",
      messageExpression: `(variables.class == '' ? 'an Ingress without ingressClassName is served by any controller' : 'ingress class ' + variables.class + ' is not given to this tenant') + ${allowedHere("variables.classes", "ingressClasses")}`,
    },
    neverAnnotated(OLD_CLASS_ANNOTATION, "ingressClassName", "variables.exempt"),
    noForeignAnnotations("Ingress", `variables.exempt || ${TRUSTED_OR_CONTROLLER}`),
  ],
};

/** CEL: every host that the Ingress asks for, with `''` where it names none. */
function hosts(): string {
  const ruled = `(has(object.spec.rules) ? object.spec.rules.map(rule, ${orElse("rule.host", "''")}) : [])`;
  const secured =
    "(has(object.spec.tls) ? object.spec.tls.map(entry, has(entry.hosts) && size(entry.hosts) > 0 ? entry.hosts : ['']).flatten() : [])";
  return `${ruled} + ${secured}`;
}

/** CEL: exact, or below a `*.` on the boundary of a dot: `evilshop.example.ch` is not below `*.shop.example.ch`. */
function mayBeServed(host: string): string {
  return `(${host} in variables.hostnames || variables.endings.exists(ending, ${host}.endsWith(ending)))`;
}

/** CEL: paths with signs that end a word, a text or a block in the configuration file of a controller. */
function oddPaths(): string {
  const isOdd = `has(one.path) && !one.path.matches(${JSON.stringify(PLAIN_PATH)})`;
  const paths = `has(rule.http) ? rule.http.paths.filter(one, ${isOdd}).map(one, one.path) : []`;
  return `has(object.spec.rules) ? object.spec.rules.map(rule, ${paths}).flatten() : []`;
}
