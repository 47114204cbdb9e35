import type { KubeObject } from "../../../model/kubernetes/kube-object";
import type { KindRef } from "../../../kube/cluster";
import { KubeError } from "../../../kube/kube-error";
import {
  DiagnosticError,
  isUnknown,
  UNKNOWN,
  type ModifiedPlan,
  type ModifyPlanRequest,
  type Path,
  type Schema,
  type Value,
  type ValueRecord,
} from "../../../plugin";
import { equivalent } from "../../sdkv2/equivalent";
import { hasUnknown } from "../../../kube-provider/values";
import { explained, type KubernetesClient } from "../../../kube-provider/client";
import {
  contains,
  dynamicFrom,
  innerOf,
  memberOf,
  plainOf,
  withoutPaths,
  withoutServerFields,
} from "../../../kube-provider/plain";
import { computedPaths, fieldManagerOf, requireNamespace } from "./settings";

/** Members of a manifest that say which object it is. */
const IDENTITY: readonly (readonly string[])[] = [
  ["apiVersion"],
  ["kind"],
  ["metadata", "name"],
  ["metadata", "namespace"],
];

/**
 * Plans a manifest: the object keeps its stored value while it already is what the manifest asks for,
 * otherwise it is known after apply.
 */
export async function planManifest({
  config,
  state,
  plan,
  client,
}: ModifyPlanRequest<Schema, KubernetesClient>): Promise<ModifiedPlan<Schema>> {
  if (config === null) return {};
  const manifest = innerOf(config.manifest);
  if (client !== undefined) await checkScope(manifest, client);
  if (state === null) return { plan: { ...plan, object: UNKNOWN } };
  const isSettled = client !== undefined && !hasUnknown(manifest) && (await isApplied({ config, state }, client));
  return {
    plan: { ...plan, object: isSettled ? (state.object ?? null) : UNKNOWN },
    requiresReplace: replacements(manifest, innerOf(state.manifest)),
  };
}

async function checkScope(manifest: Value, client: KubernetesClient): Promise<void> {
  const kind = { apiVersion: memberOf(manifest, "apiVersion"), kind: memberOf(manifest, "kind") };
  if (typeof kind.apiVersion !== "string" || typeof kind.kind !== "string") return;
  const ref = { apiVersion: kind.apiVersion, kind: kind.kind };
  const namespaced = await explained({ path: ["manifest"] }, () => isNamespaced(ref, client));
  requireNamespace(manifest, namespaced);
}

async function isNamespaced(kind: KindRef, client: KubernetesClient): Promise<boolean> {
  try {
    return await client.cluster().isNamespaced(kind);
  } catch (error) {
    if (!(error instanceof KubeError) || error.code !== 404) throw error;
    const summary = "API did not recognize GroupVersionKind from manifest (CRD may not be installed)";
    throw new DiagnosticError(summary, error.message, ["manifest"]);
  }
}

function replacements(manifest: Value, prior: Value): Path[] {
  if (prior === null) return []; // imported: there was no manifest yet
  return IDENTITY.filter((names) => {
    const [next, before] = [memberOf(manifest, ...names) ?? null, memberOf(prior, ...names) ?? null];
    return isUnknown(next) || !equivalent(next, before);
  }).map((names) => ["manifest", ...names]);
}

interface Applied {
  readonly config: ValueRecord;
  readonly state: ValueRecord;
}

/**
 * Whether applying the manifest would change nothing. What the manifest says is looked for in the
 * stored object first; where the server writes values in another form (`1000m` is `1`), it is asked.
 */
async function isApplied({ config, state }: Applied, client: KubernetesClient): Promise<boolean> {
  const [manifest, before, object] = [config.manifest, state.manifest, state.object].map(innerOf);
  if (manifest === undefined || object === undefined) return false;
  const isSame = JSON.stringify(plainOf(manifest)) === JSON.stringify(plainOf(before ?? null));
  const computed = computedPaths(config);
  if (isSame && contains(object, withoutPaths(manifest, computed))) return true;
  return isSame && (await isUnchangedByApply({ config, manifest, object, computed }, client));
}

async function isUnchangedByApply(
  { config, manifest, object, computed }: ValueRecord & { config: ValueRecord; computed: readonly string[] },
  client: KubernetesClient,
): Promise<boolean> {
  try {
    const options = { ...fieldManagerOf(config), dryRun: true };
    const answer = await client.cluster().apply(plainOf(manifest ?? null) as KubeObject, options);
    const result = innerOf(dynamicFrom(withoutServerFields(answer)));
    return equivalent(withoutPaths(result, computed), withoutPaths(object ?? null, computed));
  } catch (error) {
    // A conflict or a refusal is for the apply to report.
    if (error instanceof KubeError) return false;
    throw error;
  }
}
