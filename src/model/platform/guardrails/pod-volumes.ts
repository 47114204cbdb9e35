import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowedHere, allowList, isNamed, orElse } from "./allow-list";
import { TOKEN_LIFE, tokenLife, tokenLifeAllowed } from "./bounds";
import type { Variable } from "./guardrail";
import type { PodGate, PodPlace } from "./pod-gate";

/** What Pod Security's level restricted lets in, for the level baseline too, where nothing more is to be judged. */
const PLAIN_KINDS = ["configMap", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "secret"];
const KINDS = [...PLAIN_KINDS, "csi", "projected"].sort();

/** What may be projected. A bundle of trusted certificates is public. */
const SOURCES = ["clusterTrustBundle", "configMap", "downwardAPI", "podCertificate", "secret", "serviceAccountToken"];

const listOf = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(", ")}]`;

/** CEL: the audience of a projected token; for none, it is for the API server. */
const AUDIENCE = orElse("one.serviceAccountToken.audience", "''");

/** The volumes as maps: a kind that Kubernetes gets next year is a key that no list here names. */
const volumesOf = (spec: string) => `dyn(${spec}.volumes)`;

/**
 * The kubelet mounts volumes from the node's own network, past every NetworkPolicy: an inline NFS or iSCSI volume
 * reaches what the pod cannot. Inline CSI volumes are asked of a driver that may run as root. What is projected can say
 * to others who the pod is. All kinds are named here: one that is not is refused until somebody has judged it.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
 */
export function podVolumes({ spec, isNew, writesTenants: exempt }: PodPlace): PodGate {
  return {
    asksWhenMade: `has(${spec}.volumes) && ${volumesOf(spec)}.exists(one, one.exists(key, !(key in ${listOf(["name", ...PLAIN_KINDS])})))`,
    variables: volumeVariables(spec, isNew),
    validations: [
      {
        expression: "size(variables.otherKinds) == 0",
        exempt,
        message: "volumes of this kind are not known to stay within the tenant",
        messageExpression: `'volumes of kind ' + variables.otherKinds.join(', ') + ' are not known to stay within the isolation of the tenant; allowed here: ${KINDS.join(", ")}'`,
      },
      {
        expression: "size(variables.otherSources) == 0",
        exempt,
        message: "a projected source is not known to stay within the tenant",
        messageExpression: `'projected ' + variables.otherSources.join(', ') + ' is not known to stay within the isolation of the tenant; allowed here: ${SOURCES.join(", ")}'`,
      },
      {
        expression: "size(variables.otherDrivers) == 0",
        exempt,
        message: "a CSI driver is not allowed for inline volumes here",
        messageExpression: `'CSI driver ' + variables.otherDrivers.join(', ') + ' is not allowed for inline volumes' + ${allowedHere("variables.drivers", "csiDrivers")}`,
      },
      {
        expression: "size(variables.otherSigners) == 0",
        exempt,
        message: "a certificate of this signer is not allowed for pods here",
        messageExpression: `'a certificate of signer ' + variables.otherSigners.join(', ') + ' would identify the pod to others' + ${allowedHere("variables.signers", "certificateSigners")}`,
      },
      {
        // The pod would be admitted and then wait for its token for ever.
        expression: "size(variables.longTokens) == 0",
        exempt,
        message: "a projected token lives too long; allowed here: at most what the tenant is given",
        messageExpression: `'a projected token lives too long' + ${tokenLifeAllowed("variables.longTokens")}`,
      },
    ],
  };
}

function volumeVariables(spec: string, isNew: string): readonly Variable[] {
  return [
    { name: "volumes", expression: `${isNew} && has(${spec}.volumes) ? ${volumesOf(spec)} : dyn([])` },
    allowList("drivers", ANNOTATIONS.csiDrivers),
    allowList("signers", ANNOTATIONS.certificateSigners),
    ...TOKEN_LIFE,
    {
      name: "otherKinds",
      expression: `variables.volumes.map(one, one.filter(key, !(key in ${listOf(["name", ...KINDS])}))).flatten()`,
    },
    {
      name: "otherDrivers",
      expression: `variables.volumes.filter(one, has(one.csi) && !${isNamed("variables.drivers", "one.csi.driver")}).map(one, one.csi.driver)`,
    },
    // Charts write null for no sources.
    {
      name: "sources",
      expression:
        "variables.volumes.filter(one, has(one.projected) && has(one.projected.sources) && one.projected.sources != null).map(one, one.projected.sources).flatten()",
    },
    {
      name: "otherSources",
      expression: `variables.sources.map(one, one.filter(key, !(key in ${listOf(SOURCES)}))).flatten()`,
    },
    {
      name: "otherSigners",
      expression: `variables.sources.filter(one, has(one.podCertificate)).map(one, ${orElse("one.podCertificate.signerName", "''")}).filter(signer, !${isNamed("variables.signers", "signer")})`,
    },
    {
      // The audiences.
      name: "longTokens",
      expression: `variables.sources.filter(one, ${holdsLongToken("one.serviceAccountToken")}).map(one, ${AUDIENCE})`,
    },
  ];
}

/** CEL: whether a source is a token for which the kubelet's request would be refused. */
function holdsLongToken(token: string): string {
  return `has(${token}) && has(${token}.expirationSeconds) && ${token}.expirationSeconds > ${tokenLife(AUDIENCE)}`;
}
