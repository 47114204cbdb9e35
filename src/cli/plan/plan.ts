import type { ClusterFacts } from "../../model/cluster/cluster-facts";
import { STAND_IN_FACTS } from "../../review/stand-in-facts";
import { parseToolJson } from "../command";
import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/spec/labels";
import { listIn, objectIn, textIfAny, textMembersIn } from "../../model/json";
import { configuredProviders, withoutKeys, type ProviderRef } from "../project/provider-ref";
import { managedObject, type ManagedObject } from "../project/managed-object";
import { besideResource, type UnreadResource } from "./beside";
import { forcedResource, type ForcedResource } from "./forced";
import type { Hidden } from "./hidden";
import { hikubeChanges, managedOf } from "./hikube-changes";
import { leftObjects, takesOver } from "./left-objects";
import { commandsIn, type ResourceCommand } from "./plan-commands";
import { plannedObject, type PlannedObject } from "./planned-objects";
import { takenManifest } from "./taken-manifests";

/**
 * `forget`: removed from the state, left in the cluster. `move`: to another address. `take-over`: from a resource of another
 * provider, which leaves the state, or from whoever left it in the cluster.
 */
export type PlannedAction = "add" | "change" | "remove" | "replace" | "import" | "move" | "take-over" | "forget";

/** What a plan does to one resource. */
export interface PlannedChange {
  readonly address: string;
  /** At least one; an import or a move may come with a change. */
  readonly actions: readonly PlannedAction[];
  /** The object before. @default - it is not ours, or does not exist */
  readonly before?: ManagedObject;
  /** The object afterwards. */
  readonly after?: ManagedObject;
  /** Block of its provider. @default - the resource left the configuration, so only the state knows */
  readonly provider?: ProviderRef;
  /** The tenant's namespace that it removes or recreates. @default - none */
  readonly removes?: RemovedTenant;
  /** Whether no object changes, but what the provider records of the resource. @default - an object does */
  readonly isRecord?: true;
  /** Whether it is taken over from nobody whom this plan knows: the cluster has it. @default - it is not */
  readonly isFound?: true;
  /** What others did to the object, as the provider tells it, and this plan undoes. @default - nothing, or nobody tells it */
  readonly drift?: string;
  /** Whether what is added may be there already, and is taken over. @default - it must not be there */
  readonly adopts?: true;
}

export interface Plan {
  readonly changes: readonly PlannedChange[];
  /** All objects of ours, those too that do not change. */
  readonly objects: readonly PlannedObject[];
  /** Objects of clusters that are not ours, those too that do not change. */
  readonly beside: readonly PlannedObject[];
  /** Resources that change a cluster and cannot be read. */
  readonly unread: readonly UnreadResource[];
  /** Resources that are written over what other field managers own. @default - none */
  readonly forced?: readonly ForcedResource[];
  /** Resources that are not what is declared, which `ignore_changes` hides. @default - none */
  readonly hidden?: readonly Hidden[];
  /** Commands that it may run: those of resources that it makes, replaces or removes. */
  readonly commands: readonly ResourceCommand[];
  /** Whether applying it does anything: to a resource or to an output. */
  readonly hasEffect: boolean;
}

/**
 * Reads what `terraform show -json` prints of a plan.
 * @param facts - of the cluster, by which resources of the provider `hikube` are read. Default: what most clusters have in common
 * @param state - what `terraform state pull` prints of the state that was planned on; of use where tenants are taken over
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function parsePlan(text: string, facts: ClusterFacts = STAND_IN_FACTS, state = ""): Plan {
  const { resource_changes: all, output_changes: outputs, configuration } = objectIn(parseToolJson(text));
  const providers = configuredProviders(configuration);
  const left = leftObjects(listIn(all), state);
  const hikube = hikubeChanges(listIn(all), facts, left);
  const resources = listIn(all).filter((resource) => !hikube.told.has(textIfAny(objectIn(resource).address) ?? ""));
  const placed = listIn(all)
    .filter((resource) => !resources.includes(resource) && !takesOver(objectIn(resource)))
    .flatMap((resource) => toPlaced(resource, hikube.objects));
  const withBlock = <T extends { readonly address: string }>(each: T) =>
    withProvider(each, providers.get(withoutKeys(each.address)));
  const read = resources.map((resource) => ({ resource, object: plannedObject(resource) }));
  const own = read.flatMap(({ object }) => (object === undefined ? [] : [object]));
  const others = read.flatMap(({ resource, object }) =>
    object === undefined ? [{ resource, ...besideResource(resource) }] : [],
  );
  const manifests = others.flatMap(({ resource, object }) =>
    object === undefined ? [] : (takenManifest(resource, object, left) ?? []),
  );
  const taken = new Map(manifests.map((each) => [each.object.address, each]));
  const isTaken = new Set(manifests.map(({ from }) => from));
  const stays = ({ address }: { readonly address: string }) => !isTaken.has(address);
  const changes = [...resources.flatMap(toChange), ...placed, ...hikube.changes]
    .filter(stays)
    .map((change) => withBlock({ ...change, actions: taken.get(change.address)?.actions ?? change.actions }));
  const objects = [...own, ...hikube.objects].filter(stays).map(withBlock);
  const beside = others
    .flatMap(({ object }) => object ?? [])
    .filter(stays)
    .map((object) => withBlock(taken.get(object.address)?.object ?? object));
  const unread = others.flatMap((each) => each.unread ?? []);
  const changesOutputs = Object.values(objectIn(outputs)).some((output) => !isNoOp(actionsOf(output)));
  const run = new Set(changes.filter(({ actions }) => actions.some(runs)).map(({ address }) => withoutKeys(address)));
  const commands = commandsIn(configuration).filter(({ address }) => run.has(address));
  const forced = listIn(all).flatMap((resource) => forcedResource(resource) ?? []);
  return { changes, objects, beside, unread, forced, commands, hasEffect: changes.length > 0 || changesOutputs };
}

/** When provisioners run: a resource that changes in its place has none at work. One that takes over may be a new one. */
function runs(action: PlannedAction): boolean {
  return action === "add" || action === "replace" || action === "remove" || action === "take-over";
}

/** The same plan, with the blocks of removed resources, which only the state has. */
export function withProviders(plan: Plan, state: ReadonlyMap<string, ProviderRef>): Plan {
  const changes = plan.changes.map((change) => withProvider(change, change.provider ?? state.get(change.address)));
  const objects = plan.objects.map((object) => withProvider(object, object.provider ?? state.get(object.address)));
  const beside = plan.beside.map((object) => withProvider(object, object.provider ?? state.get(object.address)));
  return { ...plan, changes, objects, beside };
}

function withProvider<T extends object>(change: T, provider: ProviderRef | undefined): T {
  return provider === undefined ? change : { ...change, provider };
}

function toChange(value: unknown): readonly PlannedChange[] {
  const { address, mode, type, change, previous_address: previous } = objectIn(value);
  const { before, after, importing } = objectIn(change);
  const own = actionOf(actionsOf(change));
  const actions: readonly PlannedAction[] = [
    ...(isGiven(importing) ? ["import" as const] : []),
    ...(isGiven(previous) ? ["move" as const] : []),
    ...(own === undefined ? [] : [own]),
  ];
  if (mode !== "managed" || actions.length === 0) return [];
  const [title, kind] = [textIfAny(address) ?? "", textIfAny(type) ?? ""];
  const removes = actionsOf(change).includes("delete") ? tenantNamespace(kind, before) : undefined;
  const objects = { before: managedObject(kind, before), after: managedObject(kind, after) };
  return [{ address: title, actions, ...objects, ...(removes === undefined ? {} : { removes }) }];
}

/** The import or move of a resource whose changes are told by its objects, of which the first one stands for it. */
function toPlaced(resource: unknown, objects: readonly PlannedObject[]): readonly PlannedChange[] {
  const type = textIfAny(objectIn(resource).type) ?? "";
  return toChange(resource).flatMap(({ address, actions: all }) => {
    const actions = all.filter((action) => action === "import" || action === "move");
    const object = objects.find((one) => one.address === address)?.after;
    if (actions.length === 0 || object === undefined) return [];
    const managed = managedOf(type, object);
    return [{ address, actions, before: managed, after: managed }];
  });
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function actionsOf(change: unknown): readonly unknown[] {
  return listIn(objectIn(change).actions);
}

function isNoOp(actions: readonly unknown[]): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}

function actionOf(actions: readonly unknown[]): PlannedAction | undefined {
  const [creates, deletes] = [actions.includes("create"), actions.includes("delete")];
  if (creates && deletes) return "replace";
  if (deletes) return "remove";
  if (creates) return "add";
  if (actions.includes("forget")) return "forget";
  return isNoOp(actions) ? undefined : "change";
}

/** A tenant's namespace that a plan removes or recreates. */
export interface RemovedTenant {
  readonly namespace: string;
  /** As the state knows it. @default - the state does not say */
  readonly uid?: string;
  /** The number of its ancestors. */
  readonly depth: number;
  /** Whether the platform refuses its deletion, as far as the state knows. */
  readonly isProtected: boolean;
}

const SUBTREE = "tenant.hikube.cloud/";

/**
 * Reads the namespace of a tenant from a resource's values.
 * @returns nothing if it is not the namespace of a tenant
 */
function tenantNamespace(type: string, values: unknown): RemovedTenant | undefined {
  if (type !== "kubernetes_namespace_v1") return undefined;
  const { name, uid, labels, annotations } = objectIn(listIn(objectIn(values).metadata)[0]);
  const [namespace, identity, marks] = [textIfAny(name), textIfAny(uid), textMembersIn(labels)];
  if (namespace === undefined || marks[LABELS.managedBy] !== MANAGER || marks[LABELS.tenant] !== namespace) {
    return undefined;
  }
  return {
    namespace,
    ...(identity === undefined ? {} : { uid: identity }),
    depth: Object.keys(marks).filter((key) => key.startsWith(SUBTREE) && key !== SUBTREE + namespace).length,
    isProtected: textMembersIn(annotations)[ANNOTATIONS.protected] === "true",
  };
}
