import { ANNOTATIONS } from "../../tenant/labels";
import { LONGEST_TOKEN_SECONDS } from "./account-tokens";
import { allowedHere, allowList, isNamed } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** What Pod Security's level restricted lets in, for the level baseline too. */
const KINDS = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

const isOtherKind = (volume: string) => `!(${KINDS.map((kind) => `has(${volume}.${kind})`).join(" || ")})`;

/** CEL: whether a volume projects a token for which the kubelet's request would be refused. No sources are null. */
const holdsLongToken = (volume: string) =>
  `(has(${volume}.projected) && has(${volume}.projected.sources) && dyn(${volume}.projected.sources) != null && ${volume}.projected.sources.exists(source, has(source.serviceAccountToken) && has(source.serviceAccountToken.expirationSeconds) && source.serviceAccountToken.expirationSeconds > ${LONGEST_TOKEN_SECONDS}))`;

/**
 * The kubelet mounts volumes from the node's own network, past every NetworkPolicy: an inline NFS or iSCSI volume
 * reaches what the pod cannot. Inline CSI volumes are asked of a driver that may run as root.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const podVolumes: Guardrail = {
  name: "hikube-pod-volumes",
  matchConstraints: {
    resourceRules: [{ apiGroups: [""], apiVersions: ["*"], operations: ["CREATE"], resources: ["pods"] }],
    namespaceSelector: TENANT_NAMESPACES,
  },
  matchConditions: [
    // Most pods mount plain volumes, and pass without further cost.
    {
      name: "mounts-something-special",
      expression: `has(object.spec.volumes) && object.spec.volumes.exists(one, has(one.csi) || ${isOtherKind("one")} || ${holdsLongToken("one")})`,
    },
  ],
  variables: [
    allowList("drivers", ANNOTATIONS.csiDrivers),
    {
      name: "otherKinds",
      expression: `object.spec.volumes.filter(one, ${isOtherKind("one")}).map(one, one.name)`,
    },
    {
      name: "otherDrivers",
      expression: `object.spec.volumes.filter(one, has(one.csi) && !${isNamed("variables.drivers", "one.csi.driver")}).map(one, one.csi.driver)`,
    },
  ],
  validations: [
    {
      expression: `size(variables.otherKinds) == 0 || ${TRUSTED}`,
      message: "a volume is of a kind that the node would mount past the tenant's walls",
      messageExpression: `'volume ' + variables.otherKinds.join(', ') + ' would be mounted past the walls of the tenant; allowed here: ${KINDS.join(", ")}'`,
    },
    {
      expression: `size(variables.otherDrivers) == 0 || ${TRUSTED}`,
      message: "a CSI driver is not allowed for inline volumes here",
      messageExpression: `'CSI driver ' + variables.otherDrivers.join(', ') + ' is not given to inline volumes' + ${allowedHere("variables.drivers", "csiDrivers")}`,
    },
    {
      // The pod would be admitted and then wait for its token for ever.
      expression: `!object.spec.volumes.exists(one, ${holdsLongToken("one")}) || ${TRUSTED}`,
      message: `a projected token lives too long; allowed here: at most ${LONGEST_TOKEN_SECONDS} seconds, it is renewed by itself`,
    },
  ],
};
