import type { KubeObject } from "../../kubernetes/kube-object";
import { LABELS, MANAGER } from "../../tenant/spec/labels";
import { PLATFORM_NAMESPACE } from "../../tenant/spec/tenant-names";
import { TENANT_NAMESPACES } from "./guardrail";
import { entriesOrNull, sumOf } from "./measure";

/** Name of the object that refuses roles of too many combinations; users see it in the refusal. */
export const ROLE_COMBINATIONS = "hikube-role-combinations";

const MOST_COMBINATIONS = 10_000;

const countOf = (list: string) => `size(${entriesOrNull("one", list)})`;
const OF_RESOURCES = `${countOf("apiGroups")} * ${countOf("resources")} * ${countOf("verbs")} * [1, ${countOf("resourceNames")}].max()`;
/** In a Role they are refused, but not before they were multiplied. */
const OF_URLS = `${countOf("nonResourceURLs")} * ${countOf("verbs")}`;
const RULES = entriesOrNull("dyn(object)", "rules");
const COMBINATIONS = sumOf(RULES, `${OF_RESOURCES} + ${OF_URLS}`);
/** Their combinations are not counted. */
const MANY_RULES = 1000;

/**
 * To see whether somebody grants more than they hold, the API server writes out every combination of group, resource,
 * verb and name in a Role, before any validating policy is asked: a hundred of each are 2 KB, and take it a gigabyte.
 * Only mutating admission comes earlier. So this is a webhook whose conditions say what is refused, and which nothing
 * answers: it names a Service that nobody can make, and fails closed. An overflow is an error of the condition, and refused too.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions
 */
export const roleCombinations: KubeObject = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "MutatingWebhookConfiguration",
  metadata: { name: ROLE_COMBINATIONS, labels: { [LABELS.managedBy]: MANAGER } },
  webhooks: [
    {
      name: `roles-have-at-most-${MOST_COMBINATIONS}-combinations.hikube.cloud`,
      admissionReviewVersions: ["v1"],
      clientConfig: {
        service: { namespace: PLATFORM_NAMESPACE, name: `refused-by-${ROLE_COMBINATIONS}`, path: "/", port: 443 },
      },
      failurePolicy: "Fail",
      matchPolicy: "Equivalent",
      reinvocationPolicy: "Never",
      sideEffects: "None",
      timeoutSeconds: 1,
      namespaceSelector: TENANT_NAMESPACES,
      objectSelector: {},
      rules: [
        {
          apiGroups: ["rbac.authorization.k8s.io"],
          apiVersions: ["*"],
          operations: ["CREATE", "UPDATE"],
          resources: ["roles"],
          scope: "Namespaced",
        },
      ],
      matchConditions: [
        { name: "writes-rules", expression: "oldObject == null || object.rules != oldObject.rules" },
        {
          name: "has-many-combinations",
          expression: `size(${RULES}) > ${MANY_RULES} || ${COMBINATIONS} > ${MOST_COMBINATIONS}`,
        },
      ],
    },
  ],
};
