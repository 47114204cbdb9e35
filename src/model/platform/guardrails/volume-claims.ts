import { ANNOTATIONS } from "../../tenant/spec/labels";
import { allowedHere, allowList, isNamed, orElse } from "./allow-list";
import { neverAnnotated } from "./annotations";
import { TENANT_NAMESPACES, type Guardrail, type Variable } from "./guardrail";
import { TRUSTED } from "./trusted";

/** It takes precedence over the field of the spec. */
const OLD_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

/** CEL: who writes volumes binds claims to them: the cluster's own controller, which no rule names. */
const BINDS_VOLUMES = "authorizer.group('').resource('persistentvolumes').check('update').allowed()";

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
    allowList("classes", ANNOTATIONS.storageClasses),
    ...newAndOld("volume", "volumeName"),
    ...newAndOld("class", "storageClassName"),
    // A faster class of the same driver, chosen afterwards.
    ...newAndOld("attributes", "volumeAttributesClassName"),
    { name: "exempt", expression: `${BINDS_VOLUMES} || ${TRUSTED}` },
  ],
  validations: [
    {
      expression: "variables.volume == variables.oldvolume || variables.exempt",
      message:
        "a claim of a tenant must not name a volume (volumeName); allowed here: a StorageClass that provisions a new one",
    },
    {
      expression: `(variables.isUpdate && variables.class == variables.oldclass) || (variables.class != '' && ${isNamed("variables.classes", "variables.class")}) || variables.exempt`,
      message: "this StorageClass is not allowed here",
      messageExpression: `(variables.class == '' ? 'a claim without StorageClass could bind a volume of others' : 'StorageClass ' + variables.class + ' is not allowed for this tenant') + ${allowedHere("variables.classes", "storageClasses")}`,
    },
    {
      expression: `variables.attributes == '' || variables.attributes == variables.oldattributes || ${isNamed("variables.classes", "variables.attributes")} || variables.exempt`,
      message: "this VolumeAttributesClass is not allowed here",
      messageExpression: `'VolumeAttributesClass ' + variables.attributes + ' is not allowed for this tenant' + ${allowedHere("variables.classes", "storageClasses")}`,
    },
    neverAnnotated(OLD_CLASS_ANNOTATION, "storageClassName", "variables.exempt"),
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
