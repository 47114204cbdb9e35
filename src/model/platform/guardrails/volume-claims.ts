import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowedClasses, allowList, firstOf, isNamed, orElse } from "./allow-list";
import { neverAnnotated } from "./annotations";
import { TENANT_NAMESPACES, type Guardrail, type Variable } from "./guardrail";
import { TRUSTED } from "./trusted";

/** It takes precedence over the field of the spec. */
const OLD_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

/** CEL: who writes volumes binds claims to them: the cluster's own controller, which no rule names. */
const BINDS_VOLUMES = "authorizer.group('').resource('persistentvolumes').check('update').allowed()";

const NAMES_A_VOLUME =
  "a claim of a tenant must not name a volume (volumeName); allowed here: a StorageClass that provisions a new one";
const CLASS_NOT_ALLOWED = "this StorageClass is not allowed here";
const ATTRIBUTES_NOT_ALLOWED = "this VolumeAttributesClass is not allowed here";
const CLASSES = allowList("classes", ANNOTATIONS.storageClasses);
const CLASSES_ALLOWED = allowedClasses("variables.classes", "storageClasses");

/** CEL: what is wrong with a class that is not allowed. */
const classRefused = (name: string) =>
  `(${name} == '' ? 'a claim without StorageClass could bind a volume of others' : 'StorageClass ' + ${name} + ' is not allowed for this tenant')`;
const attributesRefused = (name: string) => `'VolumeAttributesClass ' + ${name} + ' is not allowed for this tenant'`;
const isClassAllowed = (name: string) => `(${name} != '' && ${isNamed("variables.classes", name)})`;

/**
 * A claim by the name of a volume, or without a class, could bind a volume that was created for somebody else. Only
 * changes are judged, so that a claim can be resized and deleted after a list was narrowed.
 */
export const volumeClaims: Guardrail = {
  name: "hikube-volume-claims",
  matchConstraints: {
    resourceRules: [
      { apiGroups: [""], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["persistentvolumeclaims"] },
    ],
    namespaceSelector: TENANT_NAMESPACES,
  },
  variables: [
    { name: "isUpdate", expression: "request.operation == 'UPDATE'" },
    CLASSES,
    ...newAndOld("volume", "volumeName"),
    ...newAndOld("class", "storageClassName"),
    // A faster class of the same driver, chosen afterwards.
    ...newAndOld("attributes", "volumeAttributesClassName"),
    { name: "exempt", expression: `${BINDS_VOLUMES} || ${TRUSTED}` },
  ],
  validations: [
    {
      expression: "variables.volume == variables.oldvolume",
      exempt: "variables.exempt",
      message: NAMES_A_VOLUME,
    },
    {
      expression: `(variables.isUpdate && variables.class == variables.oldclass) || ${isClassAllowed("variables.class")}`,
      exempt: "variables.exempt",
      message: CLASS_NOT_ALLOWED,
      messageExpression: `${classRefused("variables.class")} + ${CLASSES_ALLOWED}`,
    },
    {
      expression: `variables.attributes == '' || variables.attributes == variables.oldattributes || ${isNamed("variables.classes", "variables.attributes")}`,
      exempt: "variables.exempt",
      message: ATTRIBUTES_NOT_ALLOWED,
      messageExpression: `${attributesRefused("variables.attributes")} + ${CLASSES_ALLOWED}`,
    },
    neverAnnotated(OLD_CLASS_ANNOTATION, "storageClassName", "variables.exempt"),
  ],
};

/**
 * The same of claims that are not made yet, in `variables.claims`, all new. One without a class gets the cluster's
 * default, of which nothing is known before.
 */
export const CLAIM_CHECKS: Pick<Guardrail, "validations"> & { readonly variables: readonly Variable[] } = {
  variables: [
    CLASSES,
    { name: "toVolumes", expression: `variables.claims.filter(one, ${orElse("one.volumeName", "''")} != '')` },
    {
      name: "otherClasses",
      expression: `variables.claims.filter(one, has(one.storageClassName)).map(one, one.storageClassName).filter(name, !${isClassAllowed("name")})`,
    },
    {
      name: "otherAttributes",
      expression: `variables.claims.map(one, ${orElse("one.volumeAttributesClassName", "''")}).filter(name, name != '' && !${isNamed("variables.classes", "name")})`,
    },
  ],
  validations: [
    { expression: "size(variables.toVolumes) == 0", message: NAMES_A_VOLUME },
    {
      expression: "size(variables.otherClasses) == 0",
      message: CLASS_NOT_ALLOWED,
      messageExpression: `${firstOf(`variables.otherClasses.map(name, ${classRefused("name")})`)} + ${CLASSES_ALLOWED}`,
    },
    {
      expression: "size(variables.otherAttributes) == 0",
      message: ATTRIBUTES_NOT_ALLOWED,
      messageExpression: `${firstOf(`variables.otherAttributes.map(name, ${attributesRefused("name")})`)} + ${CLASSES_ALLOWED}`,
    },
  ],
};

/** CEL variables: a field of the claim, and what it was before. */
function newAndOld(name: string, field: string): readonly Variable[] {
  const before = orElse(`oldObject.spec.${field}`, "''");
  return [
    { name, expression: orElse(`object.spec.${field}`, "''") },
    { name: `old${name}`, expression: `variables.isUpdate ? ${before} : ''` },
  ];
}
