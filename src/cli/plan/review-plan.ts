import { changeOf, type Change, type Review } from "../../review/change";
import { inOrder } from "../../review/order";
import { reviewChanges } from "../../review/review";
import { withRunning, type Running } from "../../review/running";
import { tenantOf } from "../../review/state";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LIVE_LIMITS } from "../../live/policies";
import { NO_FOREIGN, type ForeignPolicies } from "./foreign-policies";
import { documentsIn, factsFor, type Document } from "./documents";
import { forcedChange } from "./forced";
import { ignoredChanges } from "./ignored";
import { byBlock, type PlannedObject } from "./planned-objects";
import type { PlannedStack } from "./plan-file";

/** Objects of one cluster, as far as it can be told: no two of them are the same. */
interface Side {
  readonly objects: PlannedObject[];
  readonly keys: Set<string>;
}

/** What plans mean, all stacks of a cluster together: a way may need policies of two of them. */
export function reviewPlans(
  planned: readonly (Pick<PlannedStack, "plan"> & Partial<Pick<PlannedStack, "stack">>)[],
  output: string,
  foreign: ForeignPolicies = NO_FOREIGN,
  running: readonly Running[] = [],
): Review {
  const documents = documentsIn(output);
  const sides = sidesOf(planned.flatMap(({ plan }) => byBlock([...plan.objects, ...plan.beside])));
  const homes = new Set([...documents.flatMap(({ namespaces }) => [...namespaces]), ...planned.flatMap(tenantsIn)]);
  const others = planned.flatMap(({ plan, stack }) => {
    const replaced = new Set(plan.changes.flatMap((each) => (each.actions.includes("replace") ? each.address : [])));
    const unreadInPlace = plan.unread.filter(({ address }) => !replaced.has(address));
    const told = new Set([...plan.beside, ...unreadInPlace].map(({ address }) => address));
    const unread = plan.unread.map(({ address: what, namespace = "", changes: after, note = UNREAD, ...each }) => {
      const tenant = each.tenant ?? (homes.has(namespace) ? namespace : undefined);
      const texts = { ...(tenant === undefined ? {} : { tenant }), ...(after === undefined ? {} : { after }) };
      return changeOf("not-judged", "danger", { what, ...texts }, note);
    });
    const commands = plan.commands.map(({ address, runs }) =>
      changeOf("not-judged", "danger", { what: address }, `it runs a command where it is applied: ${runs}`),
    );
    const ignored = (stack?.config.ignored ?? []).flatMap((each) => ignoredChanges(each, plan));
    return [
      ...unread,
      ...commands,
      ...ignored,
      ...(plan.forced ?? []).map(forcedChange),
      ...plan.changes.filter(({ address }) => !told.has(address)).flatMap(otherChange),
    ];
  });
  return {
    changes: inOrder([
      ...withRunning(
        sides.flatMap(({ objects }) => reviewSide(objects, documents, foreign)),
        running,
      ),
      ...others,
      ...foreign.unasked.map(unaskedChange),
    ]),
  };
}

function tenantsIn({ plan }: Pick<PlannedStack, "plan">): readonly string[] {
  return plan.objects.flatMap(({ before, after }) => tenantOf(after ?? before) ?? []);
}

const UNREAD = "what it brings into the cluster is not in the plan, or of a kind that is not known here";

/** Policies of tenants themselves may open or shut what the declared ones do not. */
function unaskedChange(reason: string): Change {
  const what = "policies in the cluster that no stack has";
  return changeOf("not-judged", "notice", { what }, `the cluster did not tell them: ${reason}`);
}

function reviewSide(
  objects: readonly PlannedObject[],
  documents: readonly Document[],
  { policies, crowded }: ForeignPolicies,
): readonly Change[] {
  const elsewhere = documents.flatMap(({ namespaces }) => [...namespaces]);
  const state = (side: "before" | "after") => ({
    objects: objects.flatMap((each) => each[side] ?? []),
    tenants: elsewhere,
  });
  const facts = factsFor(objects, documents);
  const tenants = new Set(objects.flatMap(({ before, after }) => tenantOf(after ?? before) ?? []));
  const isHere = (name: string) => tenants.has(name);
  const options = {
    ...(facts === undefined ? {} : { facts }),
    foreignPolicies: policies.filter(({ metadata }) => isHere(metadata.namespace ?? "")),
    crowded: crowded.filter(isHere),
    limits: LIVE_LIMITS,
  };
  const { changes } = reviewChanges(state("before"), state("after"), options);
  const recreated = objects.flatMap(({ isRecreated, after }) =>
    isRecreated && after !== undefined ? [recreation(after)] : [],
  );
  return [...changes, ...recreated, ...unexplained(objects)];
}

/** Terraform deletes it and makes it again. */
function recreation(object: KubeObject): Change {
  const isNamespace = object.kind === "Namespace";
  const note = isNamespace
    ? "it is deleted with all that is in it, and created again"
    : "it is deleted and created again";
  return changeOf("object-recreated", isNamespace ? "danger" : "notice", moveOf(object), note);
}

/** What Terraform changes and nothing here tells, such as a default that a server filled in. */
function unexplained(objects: readonly PlannedObject[]): readonly Change[] {
  return objects.flatMap(({ before, after, isChanged }) => {
    if (!isChanged || before === undefined || after === undefined) return [];
    if (JSON.stringify(before) !== JSON.stringify(after)) return [];
    return [changeOf("object-changed", "notice", moveOf(after), "`terraform show` tells the fields")];
  });
}

function moveOf(object: KubeObject): { readonly what: string; readonly tenant?: string } {
  const tenant = tenantOf(object);
  return { what: `${object.kind} ${object.metadata.name}`, ...(tenant === undefined ? {} : { tenant }) };
}

const WORDS = {
  add: "object-added",
  change: "object-changed",
  remove: "object-removed",
  replace: "object-recreated",
} as const;

/** Resources that are not ours, by their addresses. */
function otherChange({ address, actions, before, after }: PlannedStack["plan"]["changes"][number]): readonly Change[] {
  if ((before ?? after) !== undefined) return [];
  return actions.flatMap((action) => {
    if (!(action in WORDS)) return [];
    const kind = WORDS[action as keyof typeof WORDS];
    return [changeOf(kind, kind === "object-added" ? "info" : "notice", { what: address })];
  });
}

/** Blocks that have an object in common mean different clusters. */
function sidesOf(groups: readonly (readonly PlannedObject[])[]): readonly Side[] {
  const sides: Side[] = [];
  for (const group of groups) {
    const keys = group.map(keyOf);
    const free = sides.find((side) => !keys.some((key) => side.keys.has(key)));
    const side = free ?? { objects: [], keys: new Set<string>() };
    if (free === undefined) sides.push(side);
    side.objects.push(...group);
    for (const key of keys) side.keys.add(key);
  }
  return sides;
}

function keyOf({ before, after }: PlannedObject): string {
  const { apiVersion, kind, metadata } = after ?? before ?? { apiVersion: "", kind: "", metadata: { name: "" } };
  return JSON.stringify([apiVersion, kind, metadata.namespace, metadata.name]);
}
