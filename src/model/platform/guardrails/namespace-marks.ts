import { ANNOTATIONS, ANY_IMAGES, LABELS } from "../../tenant/spec/labels";
import { ANY } from "../../tenant/spec/security-spec";
import { changedKeys, isOurs, isPodSecurity, mapsOf } from "./changed-keys";
import type { Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/**
 * Labels and annotations of a namespace decide which policies, roles and guardrails hold for it. There is no
 * namespaceSelector: a namespace that is about to join or leave a tenant would slip past it. Status and finalize are
 * named because both write labels too.
 */
export const namespaceMarks: Guardrail = {
  name: "hikube-namespace-marks",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: [""],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["namespaces", "namespaces/finalize", "namespaces/status"],
      },
    ],
  },
  variables: [
    ...mapsOf("labels"),
    ...mapsOf("annotations"),
    {
      name: "isTenant",
      expression: `'${LABELS.tenant}' in variables.oldlabels || '${LABELS.tenant}' in variables.newlabels`,
    },
    {
      name: "guarded",
      expression: [
        `(${changedKeys("labels")}).filter(key, ${isOurs("key")} || (variables.isTenant && ${isPodSecurity("key")}))`,
        `(${changedKeys("annotations")}).filter(key, ${isOurs("key")})`,
      ].join(" + "),
    },
  ],
  validations: [
    {
      expression: `size(variables.guarded) == 0 || ${TRUSTED}`,
      message: "labels and annotations that place a namespace in a tenant are written by the platform alone",
      messageExpression:
        "variables.guarded.join(', ') + ': written by the platform alone, because policies select on it; allowed here: all other labels and annotations'",
    },
    {
      // Whoever narrows a list by hand would otherwise narrow nothing.
      expression: `size(variables.guarded) == 0 || !('${LABELS.images}' in variables.newlabels && variables.newlabels['${LABELS.images}'] == '${ANY_IMAGES}') || (${anyIn(ANNOTATIONS.imageRegistries)} && ${anyIn(ANNOTATIONS.imagePullPolicies)})`,
      message: `the label ${LABELS.images}=${ANY_IMAGES} allows all images, and the lists of this namespace do not; allowed here: the label only where ${ANNOTATIONS.imageRegistries} and ${ANNOTATIONS.imagePullPolicies} are "${ANY}"`,
    },
  ],
};

/** CEL: whether a list of the namespace names everything. */
function anyIn(annotation: string): string {
  const annotations = "variables.newannotations";
  return `'${annotation}' in ${annotations} && ${annotations}['${annotation}'].split(',').exists(entry, entry.trim() == '${ANY}')`;
}
