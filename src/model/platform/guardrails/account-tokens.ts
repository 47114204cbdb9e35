import { LABELS, MANAGER } from "../../tenant/spec/labels";
import { TOKEN_LIFE, tokenLife, tokenLifeAllowed } from "./bounds";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/**
 * With a Secret of this type, whoever may write Secrets could get a token of any ServiceAccount beside it, which never
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
 * A token outlives its account wherever only its signature is verified. Nobody is exempt: the right to request tokens
 * exists for pipelines. A token for another audience may live as long as the tenant allows: service meshes request half
 * a day. The label is on namespaces of tenants and on the platform's own.
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
      message: "a token of a ServiceAccount lives too long; allowed here: at most what is granted to the tenant",
      messageExpression: `'a token of a ServiceAccount lives too long' + ${tokenLifeAllowed("variables.tooLong")}`,
    },
  ],
};
