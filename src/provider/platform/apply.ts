import type { KindRef } from "../../kube/cluster";
import { LABELS } from "../../model/tenant/spec/labels";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { textMapOf } from "../../kube-provider/values";
import { DiagnosticError, type PrivateState, type Schema, type Stored, type ValueRecord } from "../../plugin";
import type { HikubeClient } from "../client";
import { removed } from "../manifest/remove";
import type { WaitOptions } from "../manifest/wait";
import { writeOver } from "../objects/guarded";
import { assertHeld, heldElsewhere, isHeldElsewhere, keptHold, markOf } from "../objects/held";
import { NAMESPACE } from "../objects/live";
import { asMarked, heldMark } from "../objects/mark";
import { digestOf, objectKey, refOfKey } from "../objects/object-key";
import { digestsOf, toldOf, type Digests } from "../objects/state";
import { removeOthers, write, writeAll, type Change, type Writer } from "../objects/write";
import { LEFT_OF_WAITING } from "./in-force";
import { HELD, wantedOf } from "./wanted";

const ADMISSION = "admissionregistration.k8s.io/v1";
const RBAC = "rbac.authorization.k8s.io/v1";

/** What a cluster has once, in the order in which it is removed: nobody is exempt from policies that still stand. */
export const PLATFORM_KINDS: readonly KindRef[] = [
  { apiVersion: ADMISSION, kind: "ValidatingAdmissionPolicyBinding" },
  { apiVersion: ADMISSION, kind: "ValidatingAdmissionPolicy" },
  { apiVersion: ADMISSION, kind: "MutatingWebhookConfiguration" },
  { apiVersion: RBAC, kind: "ClusterRoleBinding" },
  { apiVersion: RBAC, kind: "ClusterRole" },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  NAMESPACE,
];

const VERSIONS = new Map(PLATFORM_KINDS.map(({ kind, apiVersion }) => [kind, apiVersion]));

/** How the platform is written. */
export interface PlatformChange extends Change {
  /** What the state keeps of who holds it. @default - it is made, or taken over */
  readonly kept?: PrivateState;
}

/** Writes the platform as it is planned. @returns its state, and that it is held by this */
export async function applied(
  client: HikubeClient,
  plan: ValueRecord,
  { before, signal, kept }: PlatformChange,
): Promise<Stored<Schema>> {
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live.until(signal) };
  const wanted = await wantedOf(client, plan);
  const mark = heldMark(kept && markOf(kept));
  const [home, others] = [wanted.filter(isHome), wanted.filter((object) => !isHome(object))];
  for (const namespace of home) await writeHome(writer, asMarked(namespace, mark), kept);
  // As they are removed, from the end: roles before the policies that exempt them, policies before their bindings.
  for (const { kind } of PLATFORM_KINDS.toReversed()) {
    await writeAll(
      writer,
      others.filter((object) => object.kind === kind),
    );
  }
  await removeOthers(writer, { before, now: wanted, home: PLATFORM_NAMESPACE, kinds: PLATFORM_KINDS });
  const state = { ...plan, id: PLATFORM_NAMESPACE, objects: digestsOf(wanted, PLATFORM_NAMESPACE) };
  return { state, private: keptHold(await writer.live.get(NAMESPACE, PLATFORM_NAMESPACE), mark) };
}

/** What nobody else took since this state wrote it. */
async function writeHome(writer: Writer, namespace: KubeObject, kept: PrivateState | undefined): Promise<void> {
  const isThere = (await writer.live.get(NAMESPACE, PLATFORM_NAMESPACE)) !== undefined;
  if (kept === undefined || !isThere) await write(writer, namespace);
  else {
    const isOurs = (now: KubeObject) => !isHeldElsewhere(now, kept);
    await writeOver(writer, { object: namespace, isOurs, lost: () => heldElsewhere(HELD) });
  }
}

function isHome({ kind, metadata }: KubeObject): boolean {
  return kind === NAMESPACE.kind && metadata.name === PLATFORM_NAMESPACE;
}

/** How the objects of the platform stand. @param asItIsHeld - the namespace with the mark of who holds it */
export async function standings(
  client: HikubeClient,
  state: ValueRecord,
  asItIsHeld: (namespace: KubeObject) => KubeObject,
): Promise<Digests> {
  const before = textMapOf(state.objects);
  const wanted = await wantedOf(client, state);
  const told = await Promise.all(
    wanted.map(async (object): Promise<[string, string]> => {
      const key = objectKey(object, PLATFORM_NAMESPACE);
      const { name, namespace } = object.metadata;
      const held = isHome(object) ? asItIsHeld(object) : object;
      const pair = { wanted: held, found: await client.live.get(object, name, namespace) };
      const { text } = await toldOf({ before: before[key], digest: digestOf(object) }, pair, client.cluster());
      return [key, text];
    }),
  );
  return { ...before, ...Object.fromEntries(told) };
}

/** Tenants would stand without guardrails, and their members without roles. */
export async function removePlatform(
  client: HikubeClient,
  objects: Digests,
  { kept, ...wait }: WaitOptions & { readonly kept: PrivateState },
): Promise<void> {
  const cluster = client.cluster();
  const namespaces = await cluster.list(NAMESPACE, { labelSelector: LABELS.tenant });
  const tenants = namespaces.map(({ metadata }) => metadata.name);
  if (tenants.length > 0) {
    throw new DiagnosticError(
      "The platform still has tenants",
      `${tenants.join(", ")}. Without it nothing protects their isolation, and their members have no rights. Remove them first.`,
    );
  }
  const refs = [...Object.keys(objects), ...LEFT_OF_WAITING].flatMap(
    (key) => refOfKey(key, PLATFORM_NAMESPACE, VERSIONS) ?? [],
  );
  for (const { kind } of PLATFORM_KINDS) {
    await assertHeld(client, HELD, { kept, signal: wait.signal });
    await Promise.all(refs.filter((ref) => ref.kind === kind).map((ref) => removed(cluster, ref, wait)));
  }
}
