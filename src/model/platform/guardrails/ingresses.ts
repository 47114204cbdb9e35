import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowedClasses, allowedHere, allowList, firstOf, isNamed, orElse } from "./allow-list";
import { foreignAnnotations, neverAnnotated, noForeignAnnotations } from "./annotations";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED_OR_CONTROLLER, writesStatusOf } from "./trusted";

/** It takes precedence over the field of the spec. */
const OLD_CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/**
 * What RFC 3986 has in a path, but for `'` and `;`, and what regular expressions need beside: `^ | ? [ ]`, and a
 * backslash before any of these. Controllers write paths into texts of their own: a backtick ends the rule of an older
 * Traefik, a quote, brace, semicolon, white space or backslash at the end the block of an nginx or HAProxy; what is
 * left means the same to all of them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
const SIGNS = String.raw`A-Za-z0-9._~%!$&()*+,=:@/^|?\[\]-`;
const PLAIN_PATH = String.raw`^([${SIGNS}]|\\[${SIGNS}])*$`;

const ALLOWED_PATHS =
  "allowed here: letters, digits, . _ ~ % ! $ & ( ) * + , = : @ / ^ | ? [ ] - and a backslash before one of them";

/** Group, kind and name of another backend: some controllers take kinds of their own, and write them down alike. */
const PLAIN_NAME = "^[A-Za-z0-9.-]*$";

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
    // As a map, in which a name is found at once: hundreds of rules compared with hundreds of entries would cost more
    // than an expression may.
    { name: "served", expression: "variables.hostnames.distinct().transformMapEntry(_, entry, {entry: true})" },
    {
      name: "foreignHosts",
      expression: `variables.hosts.map(host, host.split('.')).filter(parts, !${mayBeServed("parts")}).map(parts, parts.join('.'))`,
    },
    { name: "oddPaths", expression: oddPaths() },
    { name: "oddResources", expression: oddResources() },
    { name: "exempt", expression: writesStatusOf("networking.k8s.io", "ingresses") },
  ],
  validations: [
    {
      expression: "variables.unchanged || !has(object.spec.defaultBackend)",
      exempt: "variables.exempt",
      message: "a default backend serves the hosts of others; allowed here: rules with a host",
    },
    {
      expression: "variables.unchanged || size(variables.foreignHosts) == 0",
      exempt: "variables.exempt",
      message: "this host does not belong to this tenant",
      messageExpression: `${firstOf("variables.foreignHosts.distinct().map(host, host == '' ? 'a rule or TLS entry without host' : 'host ' + host)")} + ' does not belong to this tenant' + ${allowedHere("variables.hostnames", "hostnames")}`,
    },
    {
      expression: "variables.unchanged || size(variables.oddPaths) == 0",
      exempt: "variables.exempt",
      message: `a path could be read as configuration of the ingress controller; ${ALLOWED_PATHS}`,
      // Not shown where a path has lines: then the text above is.
      messageExpression: `'path ' + ${firstOf("variables.oddPaths")} + ' could be read as configuration of the ingress controller; ${ALLOWED_PATHS}'`,
    },
    {
      expression: "variables.unchanged || size(variables.oddResources) == 0",
      exempt: "variables.exempt",
      message:
        "the name of a backend's resource could be read as configuration of the ingress controller; allowed here: " +
        "letters, digits, dots and dashes",
    },
    {
      expression: `variables.unchanged || (variables.class != '' && ${isNamed("variables.classes", "variables.class")})`,
      exempt: "variables.exempt",
      message: "this ingress class is not allowed here",
      messageExpression: `(variables.class == '' ? 'an Ingress without ingressClassName is served by any controller; name one in ingressClassName' : 'ingress class ' + variables.class + ' is not allowed for this tenant') + ${allowedClasses("variables.classes", "ingressClasses")}`,
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

/**
 * CEL: whether a host, in the parts between its dots, is listed, or is below a `*.` on the boundary of a dot:
 * `evilshop.example.ch` is not below `*.shop.example.ch`. What names no host is nobody's.
 */
function mayBeServed(parts: string): string {
  const isListed = `${parts}.join('.') in variables.served`;
  const isBelow = `${parts}.exists(at, _, at > 0 && ('*.' + ${parts}.slice(at, size(${parts})).join('.')) in variables.served)`;
  return `(${parts} != [''] && ('*' in variables.served || ${isListed} || ${isBelow}))`;
}

/** CEL: paths with signs that end a word, a text or a block in the configuration of a controller. */
function oddPaths(): string {
  const isOdd = `has(one.path) && !one.path.matches(${JSON.stringify(PLAIN_PATH)})`;
  return ofPaths(`filter(one, ${isOdd}).map(one, one.path)`);
}

/** CEL: backends of other kinds than Service with such signs in what names them. */
function oddResources(): string {
  const isOdd = ["apiGroup", "kind", "name"]
    .map((field) => `(has(one.backend.resource.${field}) && !one.backend.resource.${field}.matches('${PLAIN_NAME}'))`)
    .join(" || ");
  return ofPaths(`filter(one, has(one.backend.resource) && (${isOdd})).map(one, one.backend.resource.name)`);
}

/** CEL: what is asked of the paths of all rules, in one list. */
function ofPaths(asked: string): string {
  return `has(object.spec.rules) ? object.spec.rules.map(rule, has(rule.http) ? rule.http.paths.${asked} : []).flatten() : []`;
}
