import { ANNOTATIONS, ANY_IMAGES, LABELS } from "../../tenant/spec/labels";
import { allowedHere, allowList, orElse } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail, type MatchConstraints } from "./guardrail";
import { POD, type PodGate, type PodPlace } from "./pod-gate";
import { TRUSTED_OR_CONTROLLER } from "./trusted";

const CONTAINER_FIELDS = ["containers", "initContainers", "ephemeralContainers"];

/**
 * Namespaces where not all images are allowed: elsewhere no pod is checked, because reading a list for each took longer
 * than the rest of the guardrails.
 */
export const WITH_IMAGE_LISTS = {
  matchExpressions: [
    ...TENANT_NAMESPACES.matchExpressions,
    { key: LABELS.images, operator: "NotIn", values: [ANY_IMAGES] },
  ],
} as const satisfies MatchConstraints["namespaceSelector"];

/**
 * Where images come from, whatever runs them: containers, init containers, the ephemeral ones of `kubectl debug` (a
 * subresource of their own), and images that are mounted. Pods are judged whoever makes them, because those of a
 * Deployment are made by a controller; in an update only new images, or pods could not finish after a list was
 * narrowed.
 */
export const podImages: Guardrail = {
  name: "hikube-pod-images",
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: [""],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["pods", "pods/ephemeralcontainers"],
      },
    ],
    namespaceSelector: WITH_IMAGE_LISTS,
  },
  ...imageChecks({ ...POD, isNew: "request.operation == 'CREATE'", operates: TRUSTED_OR_CONTROLLER }),
};

/** What is judged of the images of a pod's spec, wherever it is. */
export function imageChecks(place: PodPlace): Pick<PodGate, "variables" | "validations"> {
  const { spec, oldSpec, isNew, operates: exempt } = place;
  return {
    variables: [
      // A prefix without its closing slash would admit `ghcr.io/acme-evil/`: such an entry is passed over.
      allowList("listed", ANNOTATIONS.imageRegistries),
      { name: "registries", expression: "variables.listed.filter(entry, entry == '*' || entry.endsWith('/'))" },
      allowList("policies", ANNOTATIONS.imagePullPolicies),
      { name: "oldImages", expression: `${isNew} ? [] : ${imagesOf(oldSpec)}` },
      {
        name: "foreign",
        expression: `'*' in variables.listed ? [] : (${imagesOf(spec)}).filter(image, !(image in variables.oldImages) && !variables.registries.exists(entry, image.startsWith(entry)))`,
      },
      { name: "cached", expression: `'*' in variables.policies ? [] : ${notPulled(place)}` },
    ],
    validations: [
      {
        expression: "size(variables.foreign) == 0",
        exempt,
        message: "an image comes from a registry that is not allowed here",
        messageExpression: `'image ' + variables.foreign.join(', ') + ' comes from elsewhere' + ${allowedHere("variables.registries", "imageRegistries")}`,
      },
      {
        expression: "size(variables.cached) == 0",
        exempt,
        message:
          "an image is not pulled again; allowed here: imagePullPolicy Always, and pullPolicy Always of a volume",
        messageExpression: `variables.cached.join(', ') + ' may use an image that others pulled; allowed here: imagePullPolicy Always, and pullPolicy Always of a volume: write it into the values of a chart. To allow other policies, set security.alwaysPullImages to false in the code of the tenant'`,
      },
    ],
  };
}

function imagesOf(spec: string): string {
  const containers = CONTAINER_FIELDS.map(
    (field) => `(has(${spec}.${field}) ? ${spec}.${field}.map(one, ${orElse("one.image", "''")}) : [])`,
  );
  const volumes = `(has(${spec}.volumes) ? ${spec}.volumes.filter(one, has(one.image)).map(one, ${orElse("one.image.reference", "''")}) : [])`;
  return [...containers, volumes].join(" + ");
}

/**
 * CEL: the containers and volumes that are new and do not pull their images. By name: a new container of an image that
 * the pod has already would take what the first one could not pull.
 */
function notPulled(place: PodPlace): string {
  const { spec, isNew } = place;
  const containers = CONTAINER_FIELDS.map(
    (field) =>
      `(has(${spec}.${field}) ? ${spec}.${field}.filter(one, ${isNewIn(field, place)} && (!has(one.imagePullPolicy) || one.imagePullPolicy != 'Always')).map(one, 'container ' + one.name) : [])`,
  );
  // A pod's volumes stay as they were made.
  const volumes = `(${isNew} && has(${spec}.volumes) ? ${spec}.volumes.filter(one, has(one.image) && (!has(one.image.pullPolicy) || one.image.pullPolicy != 'Always')).map(one, 'volume ' + one.name) : [])`;
  return [...containers, volumes].join(" + ");
}

/** CEL: whether a container was not there before, or had another image. */
function isNewIn(field: string, { oldSpec, isNew }: PodPlace): string {
  const old = `${oldSpec}.${field}.exists(two, two.name == one.name && ${orElse("two.image", "''")} == ${orElse("one.image", "''")})`;
  return `!(!(${isNew}) && has(${oldSpec}.${field}) && ${old})`;
}
