import { ANNOTATIONS, ANY_IMAGES, LABELS } from "../../tenant/spec/labels";
import { allowedHere, allowList, orElse } from "./allow-list";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED_OR_CONTROLLER } from "./trusted";

const CONTAINER_FIELDS = ["containers", "initContainers", "ephemeralContainers"];

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
    // Where all images are allowed no pod is checked: reading a list for each took longer than the rest of the
    // guardrails.
    namespaceSelector: {
      matchExpressions: [
        ...TENANT_NAMESPACES.matchExpressions,
        { key: LABELS.images, operator: "NotIn", values: [ANY_IMAGES] },
      ],
    },
  },
  variables: [
    // A prefix without its closing slash would admit `ghcr.io/acme-evil/`: such an entry is passed over.
    allowList("listed", ANNOTATIONS.imageRegistries),
    { name: "registries", expression: "variables.listed.filter(entry, entry == '*' || entry.endsWith('/'))" },
    allowList("policies", ANNOTATIONS.imagePullPolicies),
    { name: "oldImages", expression: `request.operation == 'UPDATE' ? ${imagesOf("oldObject")} : []` },
    {
      name: "foreign",
      expression: `'*' in variables.listed ? [] : (${imagesOf("object")}).filter(image, !(image in variables.oldImages) && !variables.registries.exists(entry, image.startsWith(entry)))`,
    },
    { name: "cached", expression: `'*' in variables.policies ? [] : ${notPulled()}` },
  ],
  validations: [
    {
      expression: `size(variables.foreign) == 0 || ${TRUSTED_OR_CONTROLLER}`,
      message: "an image comes from a registry that is not allowed here",
      messageExpression: `'image ' + variables.foreign.join(', ') + ' comes from elsewhere' + ${allowedHere("variables.registries", "imageRegistries")}`,
    },
    {
      expression: `size(variables.cached) == 0 || ${TRUSTED_OR_CONTROLLER}`,
      message: "an image is not pulled again; allowed here: imagePullPolicy Always, and pullPolicy Always of a volume",
      messageExpression: `variables.cached.join(', ') + ' may use an image that others pulled; allowed here: imagePullPolicy Always, and pullPolicy Always of a volume: write it into the values of a chart. To allow other policies, set security.alwaysPullImages to false in the code of the tenant'`,
    },
  ],
};

function imagesOf(pod: "object" | "oldObject"): string {
  const containers = CONTAINER_FIELDS.map(
    (field) => `(has(${pod}.spec.${field}) ? ${pod}.spec.${field}.map(one, ${orElse("one.image", "''")}) : [])`,
  );
  const volumes = `(has(${pod}.spec.volumes) ? ${pod}.spec.volumes.filter(one, has(one.image)).map(one, ${orElse("one.image.reference", "''")}) : [])`;
  return [...containers, volumes].join(" + ");
}

/**
 * CEL: the containers and volumes that are new and do not pull their images. By name: a new container of an image that
 * the pod has already would take what the first one could not pull.
 */
function notPulled(): string {
  const containers = CONTAINER_FIELDS.map(
    (field) =>
      `(has(object.spec.${field}) ? object.spec.${field}.filter(one, ${isNewIn(field)} && (!has(one.imagePullPolicy) || one.imagePullPolicy != 'Always')).map(one, 'container ' + one.name) : [])`,
  );
  // A pod's volumes stay as they were made.
  const volumes =
    "(request.operation == 'CREATE' && has(object.spec.volumes) ? object.spec.volumes.filter(one, has(one.image) && (!has(one.image.pullPolicy) || one.image.pullPolicy != 'Always')).map(one, 'volume ' + one.name) : [])";
  return [...containers, volumes].join(" + ");
}

/** CEL: whether a container was not there before, or had another image. */
function isNewIn(field: string): string {
  const old = `oldObject.spec.${field}.exists(two, two.name == one.name && ${orElse("two.image", "''")} == ${orElse("one.image", "''")})`;
  return `!(request.operation == 'UPDATE' && has(oldObject.spec.${field}) && ${old})`;
}
