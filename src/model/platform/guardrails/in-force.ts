import { objectIn } from "../../json";
import type { KubeObject } from "../../kubernetes/kube-object";
import { PLATFORM_NAMESPACE } from "../../tenant/spec/tenant-names";
import { guardrailObjects } from "./guardrail";

/** Name of the policy, and of its binding, that stand while it is waited for the guardrails. */
export const IN_FORCE = "hikube-in-force";

const NETWORK_POLICIES = { apiGroups: ["networking.k8s.io"], apiVersions: ["v1"], resources: ["networkpolicies"] };
const CREATED = { ...NETWORK_POLICIES, operations: ["CREATE"] } as const;

/** A policy and its binding, and a request that they refuse from everybody; nothing else of a cluster do they refuse. */
export interface InForceProbe {
  /** In the order in which they are written. */
  readonly objects: readonly KubeObject[];
  /** To be sent as a dry run: of a kind that whoever makes the platform writes there anyway. */
  readonly request: KubeObject;
}

/**
 * What shows that the guardrails are in force which were written before it. Those of the platform do not: nearly all of them pass
 * whoever may write it, and a changed one refuses in its former version what it refuses in the new one.
 *
 * An API server compiles what it sees of policies in rounds, and puts all of a round into force at once. A round begins with
 * the list of the bindings. So the mark is in the binding: once it is asked for, everything that was bound before is, too.
 *
 * @param mark - of lower-case letters and digits; another one each time, so that no former binding has it
 * @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_source.go
 */
export function inForceProbe(mark: string): InForceProbe {
  const name = `${IN_FORCE}-${mark}`;
  const matchResources = { resourceRules: [{ ...CREATED, resourceNames: [name] }] };
  return {
    objects: policyAndBinding().map((object) =>
      object.kind === "ValidatingAdmissionPolicyBinding"
        ? { ...object, spec: { ...objectIn(object.spec), matchResources } }
        : object,
    ),
    request: {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name, namespace: PLATFORM_NAMESPACE },
      // Chooses no pod that there could be, should anything ever store it.
      spec: { podSelector: { matchLabels: { [IN_FORCE]: mark } }, policyTypes: ["Ingress"] },
    },
  };
}

/** Whether a refusal is that of the probe. */
export function isInForceRefusal(message: string): boolean {
  return message.includes(`ValidatingAdmissionPolicy '${IN_FORCE}'`);
}

function policyAndBinding(): readonly KubeObject[] {
  return guardrailObjects({
    name: IN_FORCE,
    matchConstraints: {
      resourceRules: [CREATED],
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": PLATFORM_NAMESPACE } },
    },
    validations: [{ expression: "false", message: "the guardrails are in force; allowed here: any other name" }],
  });
}
