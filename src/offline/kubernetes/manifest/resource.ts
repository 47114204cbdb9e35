import type { Cluster, ObjectRef } from "../../../kube/cluster";
import { KubeError } from "../../../kube/kube-error";
import { importId } from "../../../model/kubernetes/kinds";
import type { KubeObject } from "../../../model/kubernetes/kube-object";
import {
  DiagnosticError,
  forClient,
  isUnknown,
  type AnyResource,
  type CreateRequest,
  type DeleteRequest,
  type Schema,
  type Value,
  type ValueRecord,
} from "../../../plugin";
import { textOf } from "../../../kube-provider/values";
import { emptyBlock } from "../../sdkv2/zero";
import { explained, report, type KubernetesClient } from "../../../kube-provider/client";
import { deleteAndWait } from "../../../kube/poll";
import type { Action } from "../object-type";
import { resourceSchema } from "../schema";
import { objectIdentity } from "../../../kube-provider/identity";
import { parseImportId } from "../../../kube-provider/import-id";
import { dynamicFrom, innerOf, memberOf, plainOf, withoutServerFields } from "../../../kube-provider/plain";
import { planManifest } from "./plan";
import { fieldManagerOf, timeoutOf, validateManifest } from "./settings";
import { readinessOf, waitUntilReady } from "./wait";

/** Any object of the API, by server-side apply. @see https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export function manifestResource(): AnyResource<KubernetesClient> {
  const schema = resourceSchema("kubernetes_manifest");
  return forClient<KubernetesClient>().resource<Schema>({
    schema,
    identity: objectIdentity({
      namespaced: true,
      refOf: ({ object }) => refOf(innerOf(object)),
      importId: (ref) => importId({ ...ref, type: "kubernetes_manifest" }),
    }),
    validate({ config, diagnostics }) {
      validateManifest(config, diagnostics);
    },
    modifyPlan: planManifest,
    async create(request) {
      return { state: await applyManifest(request, "create") };
    },
    async update(request) {
      return { state: await applyManifest(request, "update") };
    },
    async read({ state, client }) {
      const object = await explained({}, () => client.cluster().get(refOf(innerOf(state.object))));
      return object === undefined ? null : { state: { ...state, object: stored(object) } };
    },
    async delete(request) {
      await deleteManifest(request);
    },
    async import({ id, client, diagnostics }) {
      const parsed = parseImportId(id);
      const isNamespaced = await explained({}, () => client.cluster().isNamespaced(parsed));
      const ref = isNamespaced ? { namespace: "default", ...parsed } : parsed;
      const object = await explained({}, () => client.cluster().get(ref));
      if (object === undefined)
        throw new DiagnosticError(`Failed to get resource: ${ref.kind} "${ref.name}" not found`);
      diagnostics.warning(
        "Apply needed after 'import'",
        "The state holds the object, but no manifest yet: the next apply brings it in line with the configuration.",
      );
      return [{ state: { ...emptyBlock(schema), object: stored(object) } }];
    },
  });
}

/** What an object of the API is, from a manifest or a stored object. */
export function refOf(object: Value): ObjectRef {
  const namespace = memberOf(object, "metadata", "namespace");
  return {
    apiVersion: textOf(memberOf(object, "apiVersion")),
    kind: textOf(memberOf(object, "kind")),
    name: textOf(memberOf(object, "metadata", "name")),
    ...(typeof namespace === "string" && namespace !== "" ? { namespace } : {}),
  };
}

async function applyManifest(
  { client, config, plan, stopping: signal, diagnostics }: CreateRequest<Schema, KubernetesClient>,
  action: Extract<Action, "create" | "update">,
): Promise<ValueRecord> {
  const cluster = client.cluster();
  const manifest = innerOf(config.manifest);
  const ref = refOf(manifest);
  if (action === "create") await refuseExisting(cluster, ref);
  const readiness = readinessOf(config);
  const applied = await applying(ref, () => cluster.apply(plainOf(manifest) as KubeObject, fieldManagerOf(config)));
  const options = { signal, timeoutMs: timeoutOf(config, action) };
  const ready =
    readiness === undefined
      ? applied
      : await waitUntilReady(cluster, ref, { ...options, ...readiness }).catch((error: unknown) => {
          // It is there all the same: whatever went wrong, it must be known to Terraform.
          report(diagnostics, error);
          return applied;
        });
  return { ...plan, object: isUnknown(plan.object) ? stored(ready) : (plan.object ?? null) };
}

/** Nothing is adopted: what is there must be imported. */
async function refuseExisting(cluster: Cluster, ref: ObjectRef): Promise<void> {
  if ((await explained({}, () => cluster.get(ref))) === undefined) return;
  const detail = `resource "${nameOf(ref)}" already exists`;
  throw new DiagnosticError("Cannot create resource that already exists", detail, ["manifest"]);
}

async function applying<T>(ref: ObjectRef, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    if (error.reason !== "Conflict") throw new DiagnosticError(error.message, undefined, ["manifest"]);
    throw new DiagnosticError(
      `There was a field manager conflict when trying to apply the manifest for "${nameOf(ref)}"`,
      `The API returned: ${error.message}. To take the fields over, set "force_conflicts" to true in the "field_manager" block.`,
      ["manifest"],
    );
  }
}

async function deleteManifest({
  client,
  state,
  stopping: signal,
}: DeleteRequest<Schema, KubernetesClient>): Promise<void> {
  const ref = refOf(innerOf(state.object));
  const options = { signal, timeoutMs: timeoutOf(state, "delete") };
  if (await explained({}, () => deleteAndWait(client.cluster(), ref, options))) return;
  throw new DiagnosticError(
    `Timed out when waiting for resource "${ref.name}" to be deleted`,
    "It may have a finalizer that nothing removes; look at its metadata.finalizers.",
  );
}

function nameOf({ namespace, name }: ObjectRef): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function stored(object: KubeObject): Value {
  return dynamicFrom(withoutServerFields(object));
}
