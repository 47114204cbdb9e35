import { ALLOW_LISTS, listCovers, type AllowList } from "../model/tenant/spec/allow-lists";
import { ANNOTATIONS, ANY_IMAGES, LABELS } from "../model/tenant/spec/labels";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { changeOf, type Change, type Move, type Severity } from "./change";
import { annotationsOf, labelsOf, type TenantPair } from "./state";

/** What of a namespace's metadata was told, beside the changes that tell it. */
export interface Told {
  readonly changes: readonly Change[];
  /** Keys of labels and annotations. */
  readonly keys: readonly string[];
}

const POD_SECURITY = "pod-security.kubernetes.io/enforce";
/** From the laxest on; a namespace without the label has the first. */
const LEVELS = ["privileged", "baseline", "restricted"];

/** A tenant, and what it is held against where it is new. */
interface Held extends Pick<TenantPair, "tenant" | "namespace"> {
  readonly reference?: KubeObject;
}

/**
 * What the tenant may use, as the guardrails read it.
 * @param reference - of a tenant that comes: what it may have without being a danger
 */
export function securityChanges(given: TenantPair, reference?: KubeObject): Told {
  const pair = { ...given, ...(reference === undefined ? {} : { reference }) };
  const told = [
    podSecurity(pair),
    ...ALLOW_LISTS.map((list) => allowList(list, pair)),
    pullPolicy(pair),
    ...bounds(pair),
  ];
  const changes = told.flatMap((each) => each.changes);
  const keys = told.flatMap((each) => each.keys);
  return { changes, keys: [...keys, ...derivedLabel(pair, keys)] };
}

function podSecurity({ tenant, namespace, reference }: Held): Told {
  const [before, after] = labelsOf(namespace).map((labels) => labels[POD_SECURITY]);
  if (before === after) return NOTHING;
  const former = reference === undefined ? before : reference.metadata.labels?.[POD_SECURITY];
  const isLaxer = rankOf(after) < rankOf(former);
  const move = moved({ tenant, what: "podSecurity", before, after });
  const note = isLaxer ? undefined : "pods that break it cannot be started again";
  const isNew = namespace.before === undefined;
  const severity = isLaxer ? "danger" : isNew ? "info" : "notice";
  return { changes: [changeOf("security", severity, move, isNew ? undefined : note)], keys: [POD_SECURITY] };
}

/** Whether a level of Pod Security refuses pods that the former one lets run. @param before - none: all are let run */
export function isStricterLevel(before: string | undefined, after: string | undefined): boolean {
  return rankOf(after) > rankOf(before);
}

function rankOf(level = "privileged"): number {
  return LEVELS.indexOf(level);
}

/** A list says whether it was widened: by an entry that no former one covers. */
function allowList(list: AllowList, { tenant, namespace, reference }: Held): Told {
  const [before, after] = annotationsOf(namespace).map((annotations) => annotations[list.annotation]);
  if (before === after) return NOTHING;
  const [former, next] = [entriesOf(before), entriesOf(after)];
  const held = reference === undefined ? former : entriesOf(reference.metadata.annotations?.[list.annotation]);
  const isWider = next.some((entry) => !listCovers(list, held, entry));
  const severity = severityOf(isWider, reference !== undefined && !isBreakable(list.field, namespace));
  const move = moved({ tenant, what: list.field, before: former.join(", "), after: next.join(", ") });
  return { changes: [changeOf("security", severity, move)], keys: [list.annotation] };
}

function pullPolicy({ tenant, namespace, reference }: Held): Told {
  const [before, after] = annotationsOf(namespace).map((annotations) => annotations[ANNOTATIONS.imagePullPolicies]);
  if (before === after) return NOTHING;
  const isAsked =
    reference === undefined || reference.metadata.annotations?.[ANNOTATIONS.imagePullPolicies] === "Always";
  const severity = severityOf(after !== "Always" && isAsked, reference !== undefined && namespace.before === undefined);
  const [from, to] = [before, after].map((policy) => (policy === undefined ? undefined : yesNo(policy === "Always")));
  const change = changeOf("security", severity, moved({ tenant, what: "alwaysPullImages", before: from, after: to }));
  return { changes: [change], keys: [ANNOTATIONS.imagePullPolicies] };
}

/** Amounts of which more is allowed; what each one asks of a reviewer where it grows. */
const BOUNDS: readonly { readonly annotation: string; readonly what: string; readonly grown: Severity }[] = [
  { annotation: ANNOTATIONS.configSize, what: "configSize", grown: "notice" },
  { annotation: ANNOTATIONS.replicas, what: "replicas of a StatefulSet", grown: "notice" },
  { annotation: ANNOTATIONS.terminationGracePeriodSeconds, what: "terminationGracePeriodSeconds", grown: "notice" },
  { annotation: ANNOTATIONS.tokenExpirationSeconds, what: "tokenExpirationSeconds", grown: "danger" },
  { annotation: ANNOTATIONS.apiAudiences, what: "audiences of the API server", grown: "notice" },
  { annotation: ANNOTATIONS.extendedResources, what: "extended resources", grown: "danger" },
];

function bounds({ tenant, namespace, reference }: Held): readonly Told[] {
  const [former, next] = annotationsOf(namespace);
  return BOUNDS.flatMap(({ annotation, what, grown }): readonly Told[] => {
    const [before, after] = [former[annotation], next[annotation]];
    if (before === after) return [];
    const held = reference === undefined ? before : reference.metadata.annotations?.[annotation];
    const isMore = annotation === ANNOTATIONS.extendedResources ? isLonger(held, after) : Number(after) > Number(held);
    const isUnbounded = after === undefined && annotation !== ANNOTATIONS.extendedResources;
    const isGrown = isMore || isUnbounded || (held === undefined && after !== undefined);
    const severity =
      isGrown && (reference === undefined || grown === "danger") ? grown : reference === undefined ? "notice" : "info";
    const move =
      annotation === ANNOTATIONS.configSize ? { before: sizeOf(before), after: sizeOf(after) } : { before, after };
    return [{ changes: [changeOf("security", severity, moved({ tenant, what, ...move }))], keys: [annotation] }];
  });
}

/** Bytes as the spec writes them. */
function sizeOf(bytes: string | undefined): string | undefined {
  return Number(bytes) % 1024 === 0 ? `${String(Number(bytes) / 1024)}Ki` : bytes;
}

/** It follows from the registries and the pull policy, where one of them changes too. */
function derivedLabel({ namespace }: TenantPair, keys: readonly string[]): readonly string[] {
  const isExplained = [ANNOTATIONS.imageRegistries, ANNOTATIONS.imagePullPolicies].some((key) => keys.includes(key));
  const [, after] = annotationsOf(namespace);
  const isOpen =
    after[ANNOTATIONS.imagePullPolicies] !== "Always" && entriesOf(after[ANNOTATIONS.imageRegistries]).includes("*");
  const isMarked = labelsOf(namespace)[1][LABELS.images] === ANY_IMAGES;
  return isExplained && isMarked === isOpen ? [LABELS.images] : [];
}

function isLonger(former: string | undefined, next: string | undefined): boolean {
  return entriesOf(next).some((entry) => !entriesOf(former).includes(entry));
}

/** Of a namespace that was there before, running pods may break it. */
function isBreakable(field: string, { before }: TenantPair["namespace"]): boolean {
  return before !== undefined && field === "imageRegistries";
}

function severityOf(isWider: boolean, isNew: boolean): Severity {
  return isWider ? "danger" : isNew ? "info" : "notice";
}

function entriesOf(annotation: string | undefined): readonly string[] {
  return annotation === undefined || annotation === "" ? [] : annotation.split(",");
}

export function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}

/** An empty text says the same as none. */
function moved({ tenant, what, before, after }: Partial<Move> & Pick<Move, "what">): Move {
  return {
    what,
    ...(tenant === undefined ? {} : { tenant }),
    ...(before === undefined || before === "" ? {} : { before }),
    ...(after === undefined || after === "" ? {} : { after }),
  };
}

const NOTHING: Told = { changes: [], keys: [] };
