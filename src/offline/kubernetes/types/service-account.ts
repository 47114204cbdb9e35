import type { KubeObject } from "../../../model/kubernetes/kube-object";
import { DiagnosticError, type Value } from "../../../plugin";
import { poll } from "../../../kube/poll";
import { listOf, recordOf, textOf } from "../../../kube-provider/values";
import { booleanIn, listIn, objectIn, textIn } from "../../../model/json";
import { oneOf } from "../names";
import type { ObjectType, Wanted } from "../object-type";
import { patchMetadata, metadataRules } from "../metadata";
import { setIfChanged, type Difference, type PatchOperation } from "../patch";

/** @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
export const serviceAccountType: ObjectType = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { namespaced: true },
  failed: { update: "Failed to update service account" },
  timeouts: { create: 0.5 },
  rules: { automount_service_account_token: { default: true } },
  // Kubernetes makes no token Secret of its own since 1.24: there is no default one to name.
  imported: { default_secret_name: "" },
  expand,
  flatten: (object, known) => ({
    automount_service_account_token: booleanIn(object.automountServiceAccountToken),
    image_pull_secret: names(object.imagePullSecrets).map((name) => ({ name })),
    secret: names(object.secrets)
      .filter((name) => name !== textOf(known.default_secret_name))
      .map((name) => ({ name })),
    default_secret_name: textOf(known.default_secret_name),
  }),
  patch: (update) => [
    ...patchReferences(update),
    ...setIfChanged("automount_service_account_token", update, {
      path: "/automountServiceAccountToken",
      value: (planned) => planned === true,
    }),
  ],
};

/** The account that a controller makes in every namespace: it is taken over. Deleted, it comes back bare. */
export const defaultServiceAccountType: ObjectType = {
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
    const fresh: Difference = { state: {}, plan };
    const automount: PatchOperation = {
      op: "add",
      path: "/automountServiceAccountToken",
      value: plan.automount_service_account_token === true,
    };
    return cluster.patch(ref, "json", [...patchMetadata(fresh), ...patchReferences(fresh), automount]);
  },
};

function expand({ plan }: Wanted): Omit<KubeObject, "apiVersion" | "kind" | "metadata"> {
  return {
    automountServiceAccountToken: plan.automount_service_account_token === true,
    imagePullSecrets: references(plan.image_pull_secret ?? null),
    secrets: references(plan.secret ?? null),
  };
}

function patchReferences(difference: Difference): PatchOperation[] {
  return [
    ...setIfChanged("image_pull_secret", difference, { path: "/imagePullSecrets", value: references }),
    ...setIfChanged("secret", difference, { path: "/secrets", value: references }),
  ];
}

function references(blocks: Value): readonly { readonly name: string }[] {
  return listOf(blocks).map((block) => ({ name: textOf(recordOf(block).name) }));
}

function names(list: unknown): string[] {
  return listIn(list).map((reference) => textIn(objectIn(reference).name));
}
