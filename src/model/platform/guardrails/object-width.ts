import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { BEFORE } from "./measure";
import { LARGE_WRITERS, MAY_BE_LARGE } from "./trusted";
import { KIND_WIDTHS, WORKLOAD_WIDTHS, type KindWidths, type Width } from "./widths";

/**
 * Small objects can be wide: each port of a Service is a rule on every node, each metric of an autoscaler a query every
 * few seconds, each rule of an Ingress a part of a configuration that all tenants wait for. Pods are judged with their size.
 */
export const objectWidth: Guardrail = {
  name: "hikube-object-width",
  matchConstraints: {
    resourceRules: [...new Set(KIND_WIDTHS.map(({ group }) => group))].map((group) => ({
      apiGroups: [group],
      // An autoscaler of v1 hides its metrics in an annotation; it is judged as its equivalent of v2. Where any version is
      // meant the server checks no types, which would take it a second and find nothing in a `dyn`.
      apiVersions: [group === "autoscaling" ? "v2" : "*"],
      operations: ["CREATE", "UPDATE"],
      resources: KIND_WIDTHS.filter((one) => one.group === group).map(({ resource }) => resource),
    })),
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    { name: "now", expression: "dyn(object)" },
    { name: "before", expression: BEFORE },
    { name: "template", expression: templateOf("variables.now") },
    { name: "templateBefore", expression: templateOf("variables.before") },
    {
      name: "wide",
      expression: byKind(KIND_WIDTHS, ({ widths }) => tooWide(widths, "variables.now", "variables.before")),
    },
    { name: "wideTemplate", expression: tooWide(WORKLOAD_WIDTHS, "variables.template", "variables.templateBefore") },
    { name: "all", expression: "variables.wide + variables.wideTemplate" },
    ...LARGE_WRITERS,
  ],
  validations: [
    {
      expression: `size(variables.all) == 0 || ${MAY_BE_LARGE}`,
      message: "a list of this object is too long; allowed here: shorter ones, or several objects",
      messageExpression: "'this ' + request.kind.kind + ' has ' + variables.all.join('; and ')",
    },
  ],
};

/** CEL: what there is too much of, and more than before, as texts: what is as it was, or less, may be written. */
export function tooWide(widths: readonly Width[], now: string, before: string): string {
  return widths
    .map(({ what, count, most, instead }) => {
      const text = `string(n) + " ${what}; allowed here: at most ${most}; ${instead}"`;
      return `[${count(now)}].filter(n, n > ${most} && n > ${count(before)}).map(n, ${text})`;
    })
    .join(" + ");
}

function byKind(kinds: readonly KindWidths[], of: (one: KindWidths) => string): string {
  const cases = kinds
    .filter(({ widths }) => widths.length > 0)
    .map((one) => `request.resource.resource == '${one.resource}' ? (${of(one)}) : `);
  return `${cases.join("")}[]`;
}

/** CEL: the template that pods are made from; without a field for kinds that have none. */
function templateOf(root: string): string {
  const paths = [...new Set(KIND_WIDTHS.flatMap(({ template }) => template ?? []))];
  const cases = paths.map((path) => {
    const resources = KIND_WIDTHS.filter(({ template }) => template === path).map(({ resource }) => `'${resource}'`);
    return `request.resource.resource in [${resources.join(", ")}] ? ${root}.?${path.split(".").join(".?")}.orValue(dyn({})) : `;
  });
  return `${cases.join("")}dyn({})`;
}
