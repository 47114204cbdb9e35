import { LABELS, MANAGER } from "../../tenant/labels";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** Two hours: pods renew theirs every hour, a run of a pipeline asks for a fresh one. */
export const LONGEST_TOKEN_SECONDS = 7200;

/**
 * Who may write Secrets could ask by one of this type for a token of any ServiceAccount beside it, and it never
 * expires.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
 */
export const tokenSecrets: Guardrail = {
  name: "hikube-token-secrets",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["CREATE"], resources: ["secrets"] }],
    namespaceSelector: TENANT_NAMESPACES,
  },
  validations: [
    {
      expression: `!has(object.type) || object.type != 'kubernetes.io/service-account-token' || ${TRUSTED}`,
      message:
        "a Secret of type kubernetes.io/service-account-token holds a token that never expires; allowed here: " +
        "Secrets of any other type. Pods get tokens that are renewed by a projected volume",
    },
  ],
};

/**
 * A token outlives its account wherever it is checked by signature alone. Nobody is exempt: who may ask for tokens
 * holds that right for the sake of pipelines. The label stands on namespaces of tenants and on the platform's own.
 */
export const tokenLifetime: Guardrail = {
  name: "hikube-token-lifetime",
  matchConstraints: {
    resourceRules: [
      { apiGroups: [""], apiVersions: ["*"], operations: ["CREATE"], resources: ["serviceaccounts/token"] },
    ],
    namespaceSelector: { matchLabels: { [LABELS.managedBy]: MANAGER } },
  },
  validations: [
    {
      expression: `!has(object.spec.expirationSeconds) || object.spec.expirationSeconds <= ${LONGEST_TOKEN_SECONDS}`,
      message: `a token of a ServiceAccount lives too long; allowed here: at most ${LONGEST_TOKEN_SECONDS} seconds`,
    },
  ],
};
