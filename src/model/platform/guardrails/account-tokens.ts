import { LABELS, MANAGER } from "../../tenant/objects/labels";
import { TOKEN_LIFE, tokenLife, tokenLifeAllowed } from "./bounds";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

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
 * holds that right for the sake of pipelines. A token that the API server does not take may live as long as the tenant
 * is given: service meshes ask for half a day. The label stands on namespaces of tenants and on the platform's own.
 */
export const tokenLifetime: Guardrail = {
  name: "hikube-token-lifetime",
  matchConstraints: {
    resourceRules: [
      { apiGroups: [""], apiVersions: ["*"], operations: ["CREATE"], resources: ["serviceaccounts/token"] },
    ],
    namespaceSelector: { matchLabels: { [LABELS.managedBy]: MANAGER } },
  },
  variables: [
    ...TOKEN_LIFE,
    {
      name: "audiences",
      expression: `has(object.spec.audiences) && size(object.spec.audiences) > 0 ? object.spec.audiences : ['']`,
    },
    {
      name: "tooLong",
      expression: `has(object.spec.expirationSeconds) ? variables.audiences.filter(one, object.spec.expirationSeconds > ${tokenLife("one")}) : []`,
    },
  ],
  validations: [
    {
      expression: "size(variables.tooLong) == 0",
      message: "a token of a ServiceAccount lives too long; allowed here: at most what the tenant is given",
      messageExpression: `'a token of a ServiceAccount lives too long' + ${tokenLifeAllowed("variables.tooLong")}`,
    },
  ],
};
