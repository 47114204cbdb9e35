import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { boundedTexts, named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import { sameJson } from "../../model/json";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import type { Terraform } from "../../terraform/terraform";
import { askCluster } from "../project/stack-cluster";
import { heldIn, maybeHeld } from "./held";
import type { Stack } from "../project/stacks";
import { managedOf } from "./hikube-changes";
import { asFarAs, withNamed } from "./live-fields";
import { pastEnd } from "./past-end";
import type { Plan, PlannedAction, PlannedChange } from "./plan";
import { byBlock, isOurs, type PlannedObject } from "./planned-objects";
import { resumable, withResumed } from "./resumed";

/** How many objects of a kind are asked for one by one. */
const FEW = 16;

/** A planned object, and what is in the cluster in its place. */
type Found = ReadonlyMap<PlannedObject, KubeObject | undefined>;

/**
 * A plan with objects as they are in the cluster, where Terraform's state knows less of them than that: what somebody changed of a
 * resource of the provider `hikube`, what such a resource takes over, finds, adopts or resumes, and what is imported. Each is read once. What
 * a cluster does not tell stays as the state has it.
 */
export async function withLive<T extends { readonly stack: Stack; readonly plan: Plan }>(
  planned: T,
  terraform: Terraform,
  now = new Date(),
): Promise<T> {
  const { stack, plan } = planned;
  const ask = async (objects: readonly PlannedObject[]): Promise<Found> => {
    const replies = await Promise.all(
      byBlock(objects).map((group) =>
        askCluster(stack, terraform, group[0]?.provider, (cluster) => standing(cluster, group)),
      ),
    );
    return new Map(replies.flatMap((reply) => ("answer" in reply ? [...reply.answer] : [])));
  };
  const held = heldIn(plan, await ask(maybeHeld(plan)));
  const adopted = plan.objects.filter(({ adopts }) => adopts);
  const found = await ask([...new Set([...notKnown(plan, now), ...adopted, ...held, ...resumable(plan, now)])]);
  return found.size === 0 ? planned : { ...planned, plan: withFound(plan, found, now) };
}

/** A plan with what was found in the cluster. */
export function withFound(plan: Plan, found: Found, now = new Date()): Plan {
  const standings = new Map(plan.objects.map((object) => [object, asItStands(object, found)]));
  const changes = plan.changes.map((change) => movedChange(change, plan, standings));
  const read = new Map([...standings].map(([object, now]) => [now, found.get(object)]));
  return withResumed({ ...plan, objects: [...read.keys()], changes }, (object) => read.get(object), now);
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
  const found = await Promise.all([...byKind.values()].map((group) => ofKind(cluster, group).catch(nothing)));
  return new Map(found.flatMap((each) => [...each]));
}

/** What may not be read is no reason to do without the rest. */
function nothing(error: unknown): Found {
  if (error instanceof KubeError) return new Map();
  throw error;
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
  const { before: former, after, told, adopts, isNew, ...rest } = object;
  if (!found.has(object) || after === undefined) return object;
  const live = found.get(object);
  if (isNew === true && live !== undefined && isOurs(live)) return withHeld(object, after, live);
  if (adopts === true) return { ...object, ...adopted(after, live) };
  if (told === undefined) return object;
  if (live === undefined) return { ...rest, after };
  const before = (former && withNamed(former, live, told)) ?? asFarAs(live, after, former);
  return { ...rest, before, after, isChanged: rest.isChanged && !sameJson(before, after) };
}

/** What is there of something new. */
function withHeld(object: PlannedObject, after: KubeObject, live: KubeObject): PlannedObject {
  const before = object.isAssumed === true ? after : asFarAs(live, after);
  return { ...object, before, isChanged: !sameJson(before, after) };
}

/** A namespace that is adopted stands before the apply. What others say on it stays: only what the tenant says, too, is compared. */
function adopted({ metadata }: KubeObject, live: KubeObject | undefined): Pick<PlannedObject, "before"> {
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return {};
  const { labels = {}, annotations = {} } = live.metadata;
  if (isOurs(live)) return {};
  const shared = (own: StringMap = {}, theirs: StringMap) =>
    boundedTexts(Object.fromEntries(Object.entries(theirs).filter(([key]) => key in own)));
  const which = named(live);
  const texts = { labels: shared(metadata.labels, labels), annotations: shared(metadata.annotations, annotations) };
  return { before: { ...which, metadata: { ...which.metadata, ...texts } } };
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
  if (now.isNew === true && isOurs(now.before)) {
    const actions = [...(["take-over"] as const), ...(isRight ? [] : (["change"] as const))];
    return { ...change, before: managedOf(type, now.before), actions, isFound: true };
  }
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
