import type { KubeObject } from "../../kubernetes/kube-object";
import { LABELS, MANAGER } from "../../tenant/spec/labels";
import { signed, toldTogether } from "./messages";

/**
 * One subject that the platform watches over, as a ValidatingAdmissionPolicy and its binding.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export interface Guardrail {
  /** Name of the policy and of its binding; users see it in the refusal. */
  readonly name: string;
  /** Which requests are looked at. Mind that `namespaceObject` is empty in `matchConditions`. */
  readonly matchConstraints: MatchConstraints;
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  readonly variables?: readonly Variable[];
  readonly validations: readonly Validation[];
  /** Kind of the object that it is judged by as well, `params` in CEL; of the namespace of the request. @default - none */
  readonly paramKind?: { readonly apiVersion: string; readonly kind: string };
  /** Its name. Where there is no such object, nothing is judged. */
  readonly paramName?: string;
  /** Whether it only warns, and so refuses nothing, even where it cannot be evaluated. @default false */
  readonly warns?: boolean;
}

/** A CEL expression with a name; read as `variables.<name>`, and evaluated only where it is read. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

export interface MatchConstraints {
  readonly resourceRules: readonly ResourceRule[];
  /** What is passed by although a rule above names it. */
  readonly excludeResourceRules?: readonly ResourceRule[];
  readonly namespaceSelector?: Selector;
  /** Looks at the object and at the old object: one that matches is enough. */
  readonly objectSelector?: Selector;
}

interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE")[];
  /** Subresources are only meant where they are named. */
  readonly resources: readonly string[];
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface Validation {
  /** CEL: what must be the case. Where there is an `exempt`, a message can ask it too, so it checks no rights. */
  readonly expression: string;
  /** CEL: who is not asked for it. Refused together with others of the policy that have one. @default - nobody */
  readonly exempt?: string;
  /** What is refused and what is allowed here, as plain text. */
  readonly message: string;
  /** The same as CEL, with names of the request in it; where it fails the plain text is shown. */
  readonly messageExpression?: string;
}

/** Namespaces of tenants. */
export const TENANT_NAMESPACES = {
  matchExpressions: [{ key: LABELS.tenant, operator: "Exists" }],
} as const satisfies Selector;

/**
 * The policy, which fails closed, and the binding that makes it deny. A refusal is a `Forbidden`, as of quotas and Pod
 * Security: that is what controllers and people know how to read. One that only warns fails open.
 *
 * @param contact - who is asked for more, at the end of each message
 */
export function guardrailObjects(
  { name, warns = false, variables = [], paramName, ...rules }: Guardrail,
  contact?: string,
): readonly KubeObject[] {
  const told = warns ? { variables: [], validations: rules.validations } : toldTogether(rules.validations);
  const validations = told.validations.map(({ exempt, ...validation }) => ({
    ...signed(validation, contact),
    expression: exempt === undefined ? validation.expression : `(${validation.expression}) || ${exempt}`,
    reason: "Forbidden",
  }));
  const all = [...variables, ...told.variables];
  const spec = {
    failurePolicy: warns ? "Ignore" : "Fail",
    ...rules,
    ...(all.length === 0 ? {} : { variables: all }),
    validations,
  };
  const metadata = { name, labels: { [LABELS.managedBy]: MANAGER } };
  const apiVersion = "admissionregistration.k8s.io/v1";
  return [
    { apiVersion, kind: "ValidatingAdmissionPolicy", metadata, spec },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: name,
        validationActions: [warns ? "Warn" : "Deny"],
        ...(paramName === undefined ? {} : { paramRef: { name: paramName, parameterNotFoundAction: "Allow" } }),
      },
    },
  ];
}
