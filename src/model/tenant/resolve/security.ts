import type { ClusterFacts } from "../../cluster/cluster-facts";
import { ALLOW_LISTS, type AllowListField } from "../spec/allow-lists";
import { BOUNDS, LONGEST_API_TOKEN_SECONDS, type BoundField } from "../spec/bounds";
import { ANNOTATIONS, ANY_IMAGES, LABELS } from "../spec/labels";
import type { ProfileDefaults } from "../spec/profile";
import { parseQuantity } from "../../kubernetes/quantity";
import { ANY, type SecuritySpec } from "../spec/security-spec";
import type { StringMap } from "../../kubernetes/kube-object";

/** The allow-lists of a tenant, and what else its guardrails ask. */
export interface TenantSecurity extends Readonly<
  Record<AllowListField, readonly string[]> & Record<BoundField, number>
> {
  readonly alwaysPullImages: boolean;
  /** A Kubernetes quantity. */
  readonly configSize: string;
}

/** Room for a certificate bundle or a dashboard; one object of a megabyte, rewritten all day, fills the cluster's store. */
export const DEFAULT_CONFIG_SIZE = "128Ki";

/** What is not given is the parent's; on a top tenant it is the profile's, or the list that tenants start with. */
export function resolveSecurity(
  spec: SecuritySpec | undefined,
  defaults: ProfileDefaults,
  parent: TenantSecurity | undefined,
): TenantSecurity {
  const list = (field: AllowListField): readonly string[] =>
    spec?.[field] ?? parent?.[field] ?? ALLOW_LISTS.find((one) => one.field === field)?.initial ?? [];
  const bound = (field: BoundField): number => spec?.[field] ?? parent?.[field] ?? BOUNDS[field].initial;
  return {
    alwaysPullImages: spec?.alwaysPullImages ?? (defaults.alwaysPullImages || parent?.alwaysPullImages === true),
    imageRegistries: list("imageRegistries"),
    storageClasses: list("storageClasses"),
    ingressClasses: list("ingressClasses"),
    hostnames: list("hostnames"),
    serviceTypes: list("serviceTypes"),
    priorityClasses: list("priorityClasses"),
    csiDrivers: list("csiDrivers"),
    certificateSigners: list("certificateSigners"),
    deviceClasses: list("deviceClasses"),
    tolerations: list("tolerations"),
    subjectPrefixes: list("subjectPrefixes"),
    ingressAnnotations: list("ingressAnnotations"),
    serviceAnnotations: list("serviceAnnotations"),
    configSize: spec?.configSize ?? parent?.configSize ?? DEFAULT_CONFIG_SIZE,
    terminationGracePeriodSeconds: bound("terminationGracePeriodSeconds"),
    tokenExpirationSeconds: bound("tokenExpirationSeconds"),
  };
}

/** What the guardrails read from the namespace. A list without annotation allows nothing, so an empty one has none. */
export function securityAnnotations(security: TenantSecurity, cluster: ClusterFacts): StringMap {
  const lists = ALLOW_LISTS.map(({ field, annotation }) => [annotation, entriesOf(security[field]).join(",")] as const);
  return {
    ...Object.fromEntries(lists.filter(([, entries]) => entries !== "")),
    ...priorityClasses(security, cluster),
    [ANNOTATIONS.imagePullPolicies]: security.alwaysPullImages ? "Always" : ANY,
    [ANNOTATIONS.configSize]: bytesOf(security.configSize),
    [ANNOTATIONS.terminationGracePeriodSeconds]: String(security.terminationGracePeriodSeconds),
    ...tokenLife(security, cluster),
  };
}

/** Where all images may be run, a guardrail passes by the namespace by its label, and reads no list for each pod. */
export function imageLabels({ imageRegistries, alwaysPullImages }: TenantSecurity): StringMap {
  const isOpen = !alwaysPullImages && entriesOf(imageRegistries).includes(ANY);
  return isOpen ? { [LABELS.images]: ANY_IMAGES } : {};
}

/** The guardrail tells tokens of the API server from others by its audiences; it gives more to none without them. */
function tokenLife({ tokenExpirationSeconds }: TenantSecurity, { serviceAccounts }: ClusterFacts): StringMap {
  const life = { [ANNOTATIONS.tokenExpirationSeconds]: String(tokenExpirationSeconds) };
  const audiences = entriesOf(serviceAccounts.audiences).join(",");
  return tokenExpirationSeconds > LONGEST_API_TOKEN_SECONDS && audiences !== ""
    ? { ...life, [ANNOTATIONS.apiAudiences]: audiences }
    : life;
}

/** Kubernetes gives its default class to every pod that names none, so every tenant has that one. */
function priorityClasses(security: TenantSecurity, { globalDefaultPriorityClass }: ClusterFacts): StringMap {
  if (globalDefaultPriorityClass === undefined) return {};
  const classes = new Set([...entriesOf(security.priorityClasses), globalDefaultPriorityClass]);
  return { [ANNOTATIONS.priorityClasses]: [...classes].join(",") };
}

/** What is no list is found by validation. */
function entriesOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

/** Expressions of guardrails count bytes; what is no quantity passes through and is found by validation. */
function bytesOf(quantity: string): string {
  const parsed = parseQuantity(quantity);
  return parsed === undefined ? quantity : String(parsed.nano / 1_000_000_000n);
}
