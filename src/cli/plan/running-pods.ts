import type { Cluster } from "../../kube/cluster";
import { boundedText, named } from "../../kube/keep";
import { KubeError } from "../../kube/kube-error";
import { listIn, objectIn, textIfAny } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS, LABELS, MANAGER } from "../../model/tenant/spec/labels";
import type { Breaking, BreakableField, Running, Staying } from "../../review/running";
import { isStricterLevel } from "../../review/security";
import { askCluster } from "../project/stack-cluster";
import type { Terraform } from "../../terraform/terraform";
import type { PlannedStack } from "./plan-file";
import { byBlock, type PlannedObject } from "./planned-objects";

const ENFORCE = "pod-security.kubernetes.io/enforce";
const POD = { apiVersion: "v1", kind: "Pod" };
/** Pods that are named. */
const SHOWN = 3;

/** Asks the clusters of plans that make a live namespace stricter, or adopt it; the others need no answer. */
export async function runningIn(
  planned: readonly Pick<PlannedStack, "stack" | "plan">[],
  terraform: Terraform,
): Promise<readonly Running[]> {
  const groups = planned.flatMap(({ stack, plan }) =>
    byBlock(plan.objects.filter(isAsked)).map((objects) => ({ stack, objects })),
  );
  const found = await Promise.all(
    groups.map(async ({ stack, objects }) => {
      const provider = objects[0]?.provider;
      const reply = await askCluster(stack, terraform, provider, (cluster) =>
        Promise.all(objects.map((object) => askOne(cluster, object))),
      );
      if ("answer" in reply) return reply.answer;
      return objects.map((each) => ({ namespace: nameOf(each), breaking: {}, unasked: reply.reason }));
    }),
  );
  return found.flat();
}

function isAsked(object: PlannedObject): boolean {
  const { before, after, isRecreated } = object;
  if (before?.kind !== "Namespace" || after === undefined || isRecreated) return false;
  return isAdopted(object) || fieldsOf(object).length > 0;
}

/** It is there, and nobody called it ours before. */
function isAdopted({ before }: PlannedObject): boolean {
  return before !== undefined && before.metadata.labels?.[LABELS.managedBy] !== MANAGER;
}

/** The fields that may refuse pods which run. */
function fieldsOf({ before, after }: PlannedObject): readonly BreakableField[] {
  const differs = (key: string) => before?.metadata.annotations?.[key] !== after?.metadata.annotations?.[key];
  const levels = [before, after].map((each) => each?.metadata.labels?.[ENFORCE]);
  return [
    ...(isStricterLevel(levels[0], levels[1]) ? ["podSecurity" as const] : []),
    ...(differs(ANNOTATIONS.imageRegistries) ? ["imageRegistries" as const] : []),
    ...(differs(ANNOTATIONS.imagePullPolicies) ? ["alwaysPullImages" as const] : []),
  ];
}

function nameOf({ before, after }: PlannedObject): string {
  return (after ?? before)?.metadata.name ?? "";
}

async function askOne(cluster: Cluster, object: PlannedObject): Promise<Running> {
  const [namespace, fields] = [nameOf(object), fieldsOf(object)];
  const breaking: Partial<Record<BreakableField, Breaking>> = {};
  const reasons: string[] = [];
  const ask = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      reasons.push(error.message);
    }
  };
  if (fields.includes("podSecurity"))
    await ask(async () => void (breaking.podSecurity = await breakingLevel(cluster, namespace, object)));
  if (fields.some((field) => field !== "podSecurity"))
    await ask(async () => {
      Object.assign(breaking, await breakingImages(cluster, namespace, { object, fields }));
    });
  let stays: readonly Staying[] = [];
  if (isAdopted(object)) await ask(async () => void (stays = await staying(cluster, namespace)));
  return {
    ...{ namespace, breaking },
    ...(stays.length === 0 ? {} : { stays }),
    ...(reasons[0] === undefined ? {} : { unasked: reasons[0] }),
  };
}

/**
 * The server itself judges the pods, when it is asked to change the labels without storing them.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
async function breakingLevel(cluster: Cluster, name: string, { after }: PlannedObject): Promise<Breaking> {
  const all = after?.metadata.labels ?? {};
  const labels = Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith(ENFORCE)));
  const warnings = await cluster.dryRunPatch({ apiVersion: "v1", kind: "Namespace", name }, "merge", {
    metadata: { labels },
  });
  return readViolations(warnings);
}

const VIOLATION = /^\S+(?: \(and (\d+) other pods?\))?: /;

/** After a line that says so, the server names pods with the same faults together: `web-1 (and 2 other pods): …`. */
export function readViolations(warnings: readonly string[]): Breaking {
  const start = warnings.findIndex((text) => text.startsWith("existing pods in namespace"));
  const lines = start === -1 ? [] : warnings.slice(start + 1).filter((text) => VIOLATION.test(text));
  const pods = lines.reduce((sum, line) => sum + 1 + Number(VIOLATION.exec(line)?.[1] ?? 0), 0);
  return { pods, named: lines.slice(0, SHOWN).map(boundedText) };
}

interface Narrowed {
  readonly object: PlannedObject;
  readonly fields: readonly BreakableField[];
}

async function breakingImages(cluster: Cluster, namespace: string, { object, fields }: Narrowed) {
  const annotations = object.after?.metadata.annotations ?? {};
  const entries = (annotations[ANNOTATIONS.imageRegistries] ?? "").split(",");
  const isForeign = ({ image }: Container) =>
    !entries.some((entry) => entry === "*" || (entry.endsWith("/") && image.startsWith(entry)));
  const isCached = ({ pullPolicy }: Container) =>
    annotations[ANNOTATIONS.imagePullPolicies] === "Always" && pullPolicy !== "Always";
  const found: Record<"imageRegistries" | "alwaysPullImages", string[]> = { imageRegistries: [], alwaysPullImages: [] };
  const keep = (pod: KubeObject): KubeObject => {
    const containers = isOver(pod) ? [] : containersOf(pod);
    if (containers.some(isForeign)) found.imageRegistries.push(pod.metadata.name);
    if (containers.some(isCached)) found.alwaysPullImages.push(pod.metadata.name);
    return named(pod);
  };
  await cluster.list(POD, { namespace, keep });
  const asked = (["imageRegistries", "alwaysPullImages"] as const).filter((field) => fields.includes(field));
  return Object.fromEntries(
    asked.map((field) => [field, { pods: found[field].length, named: found[field].slice(0, SHOWN) }]),
  );
}

interface Container {
  readonly image: string;
  readonly pullPolicy?: string;
}

function containersOf({ spec }: KubeObject): readonly Container[] {
  const { containers, initContainers, ephemeralContainers } = objectIn(spec);
  return [containers, initContainers, ephemeralContainers].flatMap(listIn).map((each) => {
    const { image, imagePullPolicy } = objectIn(each);
    return { image: textIfAny(image) ?? "", pullPolicy: textIfAny(imagePullPolicy) };
  });
}

function isOver({ status }: KubeObject): boolean {
  return ["Succeeded", "Failed"].includes(textIfAny(objectIn(status).phase) ?? "");
}

const STAYING: readonly { readonly apiVersion: string; readonly kind: Staying["kind"] }[] = [
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "v1", kind: "LimitRange" },
];

async function staying(cluster: Cluster, namespace: string): Promise<readonly Staying[]> {
  const lists = await Promise.all(
    STAYING.map(async ({ apiVersion, kind }) => {
      const found = await cluster.list({ apiVersion, kind }, { namespace, keep: withBinding });
      return found
        .filter(({ metadata }) => metadata.labels?.[LABELS.managedBy] !== MANAGER)
        .map((object): Staying => {
          const what = kind === "RoleBinding" ? bindingOf(object) : undefined;
          return { kind, name: object.metadata.name, ...(what === undefined ? {} : { what }) };
        });
    }),
  );
  return lists.flat();
}

/** Of a binding who gets what; of the others which one it is. */
function withBinding(object: KubeObject): KubeObject {
  const which = named(object);
  const manager = object.metadata.labels?.[LABELS.managedBy];
  const labels = manager === undefined ? {} : { labels: { [LABELS.managedBy]: boundedText(manager) } };
  const subjects = listIn(object.subjects).slice(0, SHOWN).map(objectIn);
  const texts = subjects.map(({ kind, name }) => boundedText(`${textIfAny(kind) ?? ""} ${textIfAny(name) ?? ""}`));
  const { kind, name } = objectIn(object.roleRef);
  const role = boundedText(`${textIfAny(kind) ?? ""} ${textIfAny(name) ?? ""}`);
  return { ...which, metadata: { ...which.metadata, ...labels }, role, texts };
}

function bindingOf({ role, texts }: KubeObject): string {
  return `${textIfAny(role) ?? ""} to ${listIn(texts).join(", ")}`;
}
