import type { Cluster, KindRef } from "../../kube/cluster";
import { named } from "../../kube/keep";
import { LABELS } from "../../model/tenant/spec/labels";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { PLATFORM_NAMESPACE } from "../../model/tenant/spec/tenant-names";
import { textMapOf } from "../../kube-provider/values";
import { DiagnosticError, type PrivateState, type Schema, type Stored, type ValueRecord } from "../../plugin";
import type { HikubeClient } from "../client";
import { removed } from "../manifest/remove";
import type { WaitOptions } from "../manifest/wait";
import { putGuarded, writeOver } from "../objects/guarded";
import { heldElsewhere, isHeldElsewhere, isHeldHere, keptHold, markOf } from "../objects/held";
import { NAMESPACE } from "../objects/live";
import { removedAsJudged } from "../objects/judged-removal";
import { firstManager } from "../objects/managers";
import { asMarked, heldMark, isMarkedBy, makerId, makerOf } from "../objects/mark";
import { digestOf, objectKey, refOfKey } from "../objects/object-key";
import { digestsOf, toldOf, type Digests } from "../objects/state";
import { removeOthers, writeAll, type Change, type Writer } from "../objects/write";
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
  /** The namespace of the platform that is taken over, as it was read. @default - there is none */
  readonly takes?: KubeObject | undefined;
}

/**
 * Writes the platform as it is planned. Its namespace comes first: as long as the mark stands there no other apply has taken it.
 *
 * @returns its state, and that it is held by this
 */
export async function applied(
  client: HikubeClient,
  plan: ValueRecord,
  { before, signal, kept, takes }: PlatformChange,
): Promise<Stored<Schema>> {
  const writer: Writer = { cluster: client.cluster().until(signal), live: client.live.until(signal) };
  const wanted = await wantedOf(client, plan);
  const mark = heldMark(markOf(kept ?? {}));
  const [home, others] = [wanted.filter(isHome), wanted.filter((object) => !isHome(object))];
  for (const namespace of home) await writeHome(writer, asMarked(namespace, mark), { kept, takes });
  const goesOn = async () => {
    const now = await writer.cluster.get(HOME);
    if (now === undefined || !isMarkedBy(now, mark)) throw heldElsewhere(HELD, "Nothing more of it was changed.");
  };
  // As they are removed, from the end: roles before the policies that exempt them, policies before their bindings.
  for (const { kind } of PLATFORM_KINDS.toReversed()) {
    const ofKind = others.filter((object) => object.kind === kind);
    if (ofKind.length > 0) await goesOn();
    await writeAll(writer, ofKind);
  }
  await removeOthers(writer, { before, now: wanted, home: PLATFORM_NAMESPACE, kinds: PLATFORM_KINDS, goesOn });
  const state = { ...plan, id: PLATFORM_NAMESPACE, objects: digestsOf(wanted, PLATFORM_NAMESPACE) };
  return { state, private: keptHold(await writer.live.get(NAMESPACE, PLATFORM_NAMESPACE), mark) };
}

const HOME = { ...NAMESPACE, name: PLATFORM_NAMESPACE };

/** Writes its namespace: over what this state holds or takes over as it was read, else as a new one. */
async function writeHome(
  writer: Writer,
  namespace: KubeObject,
  { kept, takes }: Pick<PlatformChange, "kept" | "takes">,
): Promise<void> {
  const found = kept === undefined ? takes : await writer.cluster.get(HOME);
  if (found === undefined) {
    await newHome(writer, namespace);
    return;
  }
  const isWritten = (now: KubeObject) => makerOf(now) === makerOf(namespace);
  const isOurs = (now: KubeObject) =>
    isWritten(now) || (kept === undefined ? makerOf(now) === makerOf(found) : !isHeldElsewhere(now, kept));
  await writeOver(writer, {
    object: namespace,
    isOurs,
    lost: kept === undefined ? madeSince : () => heldElsewhere(HELD),
  });
}

/** Of two who make it at once the second is refused: the mark, of a manager of its own, makes the namespace or conflicts. */
async function newHome(writer: Writer, namespace: KubeObject): Promise<void> {
  const { apiVersion, kind, metadata } = namespace;
  const first = `begun by ${makerId()}`;
  const begun = asMarked({ apiVersion, kind, metadata: { name: metadata.name } }, heldMark(first));
  const isOurs = (now: KubeObject) => [first, makerOf(namespace)].includes(makerOf(now));
  const isNew = (now: KubeObject) => isOurs(now) && now.metadata.labels?.[LABELS.managedBy] === undefined;
  const fieldManager = firstManager();
  const taken = await putGuarded(writer.cluster, { object: begun, isOurs: isNew, lost: madeSince }, (object) =>
    writer.cluster.apply(object, { fieldManager }),
  );
  if (!isNew(taken)) {
    await writer.cluster.apply({ apiVersion, kind, metadata: { name: metadata.name } }, { fieldManager });
    throw madeSince();
  }
  await writeOver(writer, { object: namespace, isOurs, lost: madeSince });
}

/** Between its plan and its apply nobody looked. */
export function madeSince(): DiagnosticError {
  return new DiagnosticError(
    "The cluster has a platform now",
    "Another configuration has made it, or taken it over, since this was planned. Nothing of it was changed: plan again, and see whose it is. [tenant-held-elsewhere]",
  );
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

/**
 * Removes the platform, unless it has tenants: they would stand without guardrails, and their members without roles.
 *
 * @returns `false` where somebody else holds it: nothing more of it is removed
 */
export async function removePlatform(
  client: HikubeClient,
  objects: Digests,
  { kept, ...wait }: WaitOptions & { readonly kept: PrivateState },
): Promise<boolean> {
  const cluster = client.cluster();
  const isOurs = (home: KubeObject) => {
    if (!isHeldHere(HELD, home, kept)) return false;
    return true;
  };
  const goesOn = async () => {
    const home = await cluster.until(wait.signal).get(HOME);
    return home === undefined || isOurs(home);
  };
  if (!(await goesOn())) return false;
  await assertWithoutTenants(cluster);
  const refs = [...Object.keys(objects), ...LEFT_OF_WAITING].flatMap(
    (key) => refOfKey(key, PLATFORM_NAMESPACE, VERSIONS) ?? [],
  );
  for (const { kind } of PLATFORM_KINDS.filter((one) => one !== NAMESPACE)) {
    if (!(await goesOn())) return false;
    await Promise.all(refs.filter((ref) => ref.kind === kind).map((ref) => removed(cluster, ref, wait)));
  }
  return removedAsJudged(cluster, HOME, { ...wait, isOurs });
}

async function assertWithoutTenants(cluster: Cluster): Promise<void> {
  const namespaces = await cluster.list(NAMESPACE, { labelSelector: LABELS.tenant, keep: named });
  if (namespaces.length === 0) return;
  throw new DiagnosticError(
    "The platform still has tenants",
    `${namespaces.map(({ metadata }) => metadata.name).join(", ")}. Without it nothing protects their isolation, and their members have no rights. Remove them first.`,
  );
}
