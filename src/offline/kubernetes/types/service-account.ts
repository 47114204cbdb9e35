import { DiagnosticError } from "../../../plugin";
import { poll } from "../../../kube/poll";
import { textOf } from "../../../kube-provider/values";
import { listIn, objectIn, textIn } from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectMapping } from "../object-type";
import { patchMetadata, metadataRules } from "../metadata";
import type { PatchOperation } from "../patch";

/** @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
export const serviceAccountType: ObjectMapping = {
  metadata: { namespaced: true },
  failed: { update: "Failed to update service account" },
  timeouts: { create: 0.5 },
  rules: { automount_service_account_token: { default: true } },
  // Kubernetes makes no token Secret of its own since 1.24: there is no default one to name.
  imported: { default_secret_name: "" },
  fields: {
    default_secret_name: { isApart: true },
    image_pull_secret: { name: "imagePullSecrets", isKept: true },
    secret: { name: "secrets", isKept: true },
    name: { isKept: true, isRead: "always" },
  },
  patched: ["image_pull_secret", "secret", "automount_service_account_token"],
  flatten(object, known) {
    const own = textOf(known.default_secret_name);
    const names = listIn(object.secrets).map((reference) => textIn(objectIn(reference).name));
    return { default_secret_name: own, secret: names.filter((name) => name !== own).map((name) => ({ name })) };
  },
};

/** The account that a controller makes in every namespace: it is taken over. Deleted, it comes back bare. */
export const defaultServiceAccountType: ObjectMapping = {
  ...serviceAccountType,
  failed: { create: "Failed to update default service account", update: "Failed to update service account" },
  rules: {
    ...serviceAccountType.rules,
    "metadata.name": {
      ...metadataRules({ namespaced: true })["metadata.name"],
      default: "default",
      validate: oneOf("default"),
    },
  },
  async create(object, { plan }, { cluster, ...waiting }) {
    const { apiVersion, kind, metadata } = object;
    const ref = { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
    if ((await poll(() => cluster.get(ref), waiting)) === undefined) {
      throw new DiagnosticError(`serviceaccounts "${metadata.name}" not found`);
    }
    const references = ["imagePullSecrets", "secrets"].filter((member) => listIn(object[member]).length > 0);
    const operations = [...references, "automountServiceAccountToken"].map((member): PatchOperation => ({
      op: "add",
      path: `/${member}`,
      value: object[member],
    }));
    return cluster.patch(ref, "json", [...patchMetadata({ state: {}, plan }), ...operations]);
  },
};
