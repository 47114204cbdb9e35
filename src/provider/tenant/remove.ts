import { deleteAndWait } from "../../kube/poll";
import { objectIn, listIn, textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS } from "../../model/tenant/spec/labels";
import { DiagnosticError, type Diagnostics } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE } from "../objects/live";
import { explainedWrite } from "../objects/write";
import { settle } from "./settle";

const ACCOUNT = { apiVersion: "v1", kind: "ServiceAccount" } as const;

/** Longest time that a namespace is waited for. */
const WAIT_MS = 10 * 60_000;

/** Refuses what is protected, and tells what goes with a namespace. */
export async function planRemoval(client: HikubeClient, name: string, diagnostics: Diagnostics): Promise<void> {
  const namespace = await client.cluster().get({ ...NAMESPACE, name });
  if (namespace === undefined) return;
  const claims = await client.cluster().list({ apiVersion: "v1", kind: "PersistentVolumeClaim" }, { namespace: name });
  const volumes = claims.map(titleOfClaim).join(", ");
  if (isProtected(namespace)) throw protectedTenant(name, volumes);
  if (volumes !== "") diagnostics.warning(`With ${name} go its volumes`, `${volumes}. They cannot be brought back.`);
}

/** The namespace goes first, and its isolation with it: pods are never without walls. */
export async function removeTenant(
  client: HikubeClient,
  name: string,
  options: { readonly parent?: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  const cluster = client.cluster();
  const namespace = await cluster.get({ ...NAMESPACE, name });
  if (namespace !== undefined) {
    if (isProtected(namespace)) throw protectedTenant(name, "");
    const wait = { timeoutMs: WAIT_MS, signal: options.signal };
    const isGone = await explainedWrite(namespace, () => deleteAndWait(cluster, { ...NAMESPACE, name }, wait));
    if (!isGone) throw await stuck(client, name);
  }
  await client.live.drop(name);
  const accounts = await cluster.list(ACCOUNT, { labelSelector: `${LABELS.tenant}=${name}` });
  for (const { metadata } of accounts) {
    await cluster.delete({ ...ACCOUNT, name: metadata.name, namespace: metadata.namespace ?? "" });
  }
  if (options.parent !== undefined) await settle(cluster, options.parent).catch(unlessGone);
}

/** A parent that goes in the same run takes its quota along. */
function unlessGone(error: unknown): void {
  if (!(error instanceof DiagnosticError) || error.path?.[0] !== "parent") throw error;
}

function isProtected({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[ANNOTATIONS.protected] === "true";
}

function protectedTenant(name: string, volumes: string): DiagnosticError {
  const lost = volumes === "" ? "" : ` Its volumes would be lost: ${volumes}.`;
  return new DiagnosticError(
    `The tenant ${name} is protected`,
    `Nothing of it is deleted.${lost} Set \`protected = false\` and apply that; then remove it.`,
  );
}

function titleOfClaim({ metadata, spec }: KubeObject): string {
  const { requests } = objectIn(objectIn(spec).resources);
  return `${metadata.name} (${textIn(objectIn(requests).storage)})`;
}

/** What keeps a namespace: the cluster says it in its conditions. */
async function stuck(client: HikubeClient, name: string): Promise<DiagnosticError> {
  const found = await client.cluster().get({ ...NAMESPACE, name });
  const conditions = listIn(objectIn(found?.status).conditions)
    .map(objectIn)
    .filter(({ status }) => status === "True")
    .map(({ message }) => textIn(message));
  return new DiagnosticError(
    `The namespace ${name} does not go`,
    `${conditions.join("\n")}\nIts walls stand as long as it does. Remove what keeps it, and apply again.`,
  );
}
