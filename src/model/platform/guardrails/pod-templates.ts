import { TENANT_NAMESPACES, type Guardrail, type MatchConstraints, type Validation } from "./guardrail";
import type { PodGate, PodPlace } from "./pod-gate";
import { imageChecks, WITH_IMAGE_LISTS } from "./pod-images";
import { podGates } from "./pod-spec";
import { LIMIT_CHECKS, LIMIT_RANGE } from "./template-limits";
import { CLAIM_CHECKS } from "./volume-claims";

/** CEL: the spec of the pods that an object makes; of a CronJob, those of its Jobs. */
const POD =
  "dyn(object).?spec.?jobTemplate.?spec.?template.or(dyn(object).?spec.?template).or(dyn(object).?template).?spec.orValue(dyn({}))";

/** Always judged as a new pod: the next one will be. Nobody is exempt, because a controller makes it. */
const TEMPLATE: PodPlace = {
  spec: "variables.pod",
  oldSpec: "variables.pod",
  isNew: "true",
  writesTenants: "false",
  operates: "false",
};

const RULES: MatchConstraints["resourceRules"] = [
  rule("", ["podtemplates", "replicationcontrollers"]),
  rule("apps", ["daemonsets", "deployments", "replicasets", "statefulsets"]),
  rule("batch", ["cronjobs", "jobs"]),
];

/** CEL variable: the claims that come with its pods. */
const CLAIMS = {
  name: "claims",
  expression:
    "dyn(object).?spec.?volumeClaimTemplates.orValue([]).map(one, one.spec) + variables.pod.?volumes.orValue([]).filter(one, has(one.ephemeral)).map(one, one.ephemeral.volumeClaimTemplate.spec)",
};

/** What a controller made of another object was warned about there. */
const PASSED_ON = ["CronJob", "Deployment"];
const BY_ANOTHER = `has(object.metadata.ownerReferences) && object.metadata.ownerReferences.exists(one, has(one.controller) && one.controller && one.kind in [${PASSED_ON.map((kind) => `'${kind}'`).join(", ")}])`;

/** CEL: what a controller works by. Its own notes in the metadata are no reason to warn again. */
const workOf = (root: string) => `dyn(${root}).?spec.or(dyn(${root}).?template)`;

/**
 * A pod is refused to the controller that makes it, and its author only finds that in events. So whoever writes a
 * template is warned at once, by the expressions that will judge the pod. They refuse nothing, because something may
 * change the pod in between: a mutating webhook, or the platform before the next rollout. What Kubernetes itself refuses by the tenant's
 * LimitRange is told beside it, which it tells of pods alone.
 */
export const TEMPLATE_WARNINGS: readonly Guardrail[] = [
  warning("hikube-template-images", [imageChecks(TEMPLATE)], { namespaceSelector: WITH_IMAGE_LISTS }),
  warning("hikube-template-spec", podGates(TEMPLATE)),
  warning("hikube-template-claims", [{ ...CLAIM_CHECKS, variables: [CLAIMS, ...CLAIM_CHECKS.variables] }], {
    what: "claims",
  }),
  { ...warning("hikube-template-limits", [LIMIT_CHECKS]), ...LIMIT_RANGE },
];

interface Differences {
  /** @default - every tenant's */
  readonly namespaceSelector?: MatchConstraints["namespaceSelector"];
  /** @default "pods" */
  readonly what?: string;
}

function warning(
  name: string,
  checks: readonly Pick<PodGate, "variables" | "validations">[],
  { namespaceSelector = TENANT_NAMESPACES, what = "pods" }: Differences = {},
): Guardrail {
  return {
    name,
    warns: true,
    matchConstraints: { resourceRules: RULES, namespaceSelector },
    matchConditions: [
      {
        name: "is-new-work",
        expression: `request.operation == 'CREATE' || ${workOf("object")} != ${workOf("oldObject")}`,
      },
      { name: "is-written-by-its-author", expression: `!(${BY_ANOTHER})` },
    ],
    variables: [{ name: "pod", expression: POD }, ...checks.flatMap(({ variables }) => variables)],
    validations: checks.flatMap(({ validations }) => validations.map((one) => foretold(one, what))),
  };
}

/** A refusal, said of what will make the refused. */
function foretold({ expression, message, messageExpression }: Validation, what: string): Validation {
  const start = `its ${what} will be refused: `;
  return {
    expression,
    message: `${start}${message}`,
    ...(messageExpression === undefined ? {} : { messageExpression: `'${start}' + (${messageExpression})` }),
  };
}

function rule(group: string, resources: readonly string[]) {
  return { apiGroups: [group], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources } as const;
}
