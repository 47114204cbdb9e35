import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { named } from "../../kube/keep";
import { sameJson } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Terraform } from "../../terraform/terraform";
import { askCluster } from "../project/stack-cluster";
import type { Stack } from "../project/stacks";
import { managedOf } from "./hikube-changes";
import { asFarAs, withNamed } from "./live-fields";
import { pastEnd } from "./past-end";
import type { Plan, PlannedAction, PlannedChange } from "./plan";
import { byBlock, type PlannedObject } from "./planned-objects";

/** How many objects of a kind are asked for one by one. */
const FEW = 16;

/** A planned object, and what is in the cluster in its place. */
type Found = ReadonlyMap<PlannedObject, KubeObject | undefined>;

/**
 * A plan with objects as they are in the cluster, where Terraform's state knows less of them than that: what somebody changed of a
 * resource of the provider `hikube`, what such a resource takes over, and what is imported. Of a cluster that gives no answer they
 * stay as the state has them.
 */
export async function withLive<T extends { readonly stack: Stack; readonly plan: Plan }>(
  planned: T,
  terraform: Terraform,
): Promise<T> {
  const { stack, plan } = planned;
  const asked = notKnown(plan);
  if (asked.length === 0) return planned;
  const replies = await Promise.all(
    byBlock(asked).map((group) =>
      askCluster(stack, terraform, group[0]?.provider, (cluster) => standing(cluster, group)),
    ),
  );
  const found: Found = new Map(replies.flatMap((reply) => ("answer" in reply ? [...reply.answer] : [])));
  return { ...planned, plan: withFound(plan, found) };
}

/** A plan with what was found in the cluster. */
export function withFound(plan: Plan, found: Found): Plan {
  const standings = new Map(plan.objects.map((object) => [object, asItStands(object, found)]));
  const changes = plan.changes.map((change) => movedChange(change, plan, standings));
  return { ...plan, objects: [...standings.values()], changes };
}

/** Objects to ask for. What the provider keeps suspended at its end is not brought to what is declared. */
export function notKnown(plan: Plan, now = new Date()): readonly PlannedObject[] {
  const ended = new Set(pastEnd(plan, now).map(({ namespace }) => namespace));
  return plan.objects.filter(({ told, after }) => {
    if (told === undefined || after === undefined) return false;
    const { name, namespace = name } = after.metadata;
    return told !== "" || !["Namespace", "ResourceQuota"].includes(after.kind) || !ended.has(namespace);
  });
}

async function standing(cluster: Cluster, objects: readonly PlannedObject[]): Promise<Found> {
  const byKind = new Map<string, PlannedObject[]>();
  for (const object of objects) {
    const kind = `${String(object.after?.apiVersion)}/${String(object.after?.kind)}`;
    byKind.set(kind, [...(byKind.get(kind) ?? []), object]);
  }
  const found = await Promise.all([...byKind.values()].map((group) => ofKind(cluster, group)));
  return new Map(found.flatMap((each) => [...each]));
}

async function ofKind(cluster: Cluster, objects: readonly PlannedObject[]): Promise<Found> {
  const wanted = objects.flatMap((object) => (object.after === undefined ? [] : [{ object, after: object.after }]));
  const [first] = wanted;
  if (first === undefined) return new Map();
  if (wanted.length <= FEW) {
    return new Map(
      await Promise.all(wanted.map(async ({ object, after }) => [object, await cluster.get(refOf(after))] as const)),
    );
  }
  const names = new Set(wanted.map(({ after }) => keyOf(after)));
  const { apiVersion, kind } = first.after;
  const keep = (object: KubeObject) => (names.has(keyOf(object)) ? object : named(object));
  const all = await cluster.list({ apiVersion, kind }, { keep });
  const byName = new Map(all.map((object) => [keyOf(object), object]));
  return new Map(wanted.map(({ object, after }) => [object, byName.get(keyOf(after))]));
}

function keyOf({ metadata: { name, namespace = "" } }: KubeObject): string {
  return `${namespace}/${name}`;
}

function asItStands(object: PlannedObject, found: Found): PlannedObject {
  const { before: former, after, told, ...rest } = object;
  if (!found.has(object) || after === undefined) return object;
  const live = found.get(object);
  if (live === undefined) return { ...rest, after };
  const before = (former && withNamed(former, live, told ?? "")) ?? asFarAs(live, after, former);
  return { ...rest, before, after, isChanged: rest.isChanged && !sameJson(before, after) };
}

/** What stands for an object in the list of changes: one that is gone is made anew, one that is as declared is not written. */
function movedChange(
  change: PlannedChange,
  { objects }: Plan,
  standings: ReadonlyMap<PlannedObject, PlannedObject>,
): PlannedChange {
  const object = objects.find((one) => one.address === change.address && isSame(one, change));
  const now = object === undefined ? undefined : standings.get(object);
  if (object === undefined || now === undefined || now === object || now.after === undefined) return change;
  const type = (change.after ?? change.before)?.type ?? "";
  // What a typed resource writes is Terraform's to say.
  if (!type.startsWith("hikube_")) return change;
  if (now.before === undefined) return { ...change, before: undefined, actions: actions(change, "add") };
  const isRight = sameJson(now.before, now.after);
  return { ...change, before: managedOf(type, now.before), actions: actions(change, isRight ? undefined : "change") };
}

function actions({ actions: given }: PlannedChange, own: PlannedAction | undefined): readonly PlannedAction[] {
  const others = given.filter((action) => action !== "change" && action !== "add");
  const all = own === undefined ? others : [...others, own];
  return all.length === 0 ? given : all;
}

function isSame({ after }: PlannedObject, { after: managed }: PlannedChange): boolean {
  if (after === undefined || managed === undefined) return false;
  const { name, namespace } = after.metadata;
  return managed.kind === after.kind && managed.name === name && managed.namespace === namespace;
}
