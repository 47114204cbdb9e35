import { ANNOTATIONS } from "../../tenant/labels";
import { allowedHere, allowList, isNamed, orElse } from "./allow-list";
import { neverAnnotated } from "./annotations";
import { TENANT_NAMESPACES, type Guardrail } from "./guardrail";
import { TRUSTED } from "./trusted";

/** It decides before the field of the spec does. */
const OLD_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

/** CEL: who writes volumes binds claims to them: the cluster's own controller, which no rule names. */
const BINDS_VOLUMES = "authorizer.group('').resource('persistentvolumes').check('update').allowed()";

/**
 * A claim by the name of a volume, or with no class at all, takes a volume that was made for somebody else.
 * Judged where it changes, so that a claim can be resized and deleted after a list got narrower.
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
    { name: "volume", expression: orElse("object.spec.volumeName", "''") },
    { name: "oldVolume", expression: `variables.isUpdate ? ${orElse("oldObject.spec.volumeName", "''")} : ''` },
    { name: "class", expression: orElse("object.spec.storageClassName", "''") },
    { name: "oldClass", expression: `variables.isUpdate ? ${orElse("oldObject.spec.storageClassName", "''")} : ''` },
    { name: "exempt", expression: `${BINDS_VOLUMES} || ${TRUSTED}` },
  ],
  validations: [
    {
      expression: "variables.volume == variables.oldVolume || variables.exempt",
      message: "a claim of a tenant names no volume (volumeName); allowed here: a StorageClass that makes a new one",
    },
    {
      expression: `(variables.isUpdate && variables.class == variables.oldClass) || (variables.class != '' && ${isNamed("variables.classes", "variables.class")}) || variables.exempt`,
      message: "this StorageClass is not allowed here",
      messageExpression: `(variables.class == '' ? 'a claim without StorageClass takes volumes of others' : 'StorageClass ' + variables.class + ' is not given to this tenant') + ${allowedHere("variables.classes")}`,
    },
    neverAnnotated(OLD_CLASS_ANNOTATION, "storageClassName", "variables.exempt"),
  ],
};
