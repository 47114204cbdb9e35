import type { KubeObject } from "../model/kubernetes/kube-object";
import { BASE_ISOLATION } from "../model/tenant/objects/base-isolation";
import { changeOf, type Change, type Severity } from "./change";
import { MESSAGES_ALONE } from "./condensed";
import { metadataMoves } from "./labels";
import { leafMoves } from "./leaves";
import { isRole } from "./rights";
import { isForeign, titleOf, type ObjectPair, type TenantPair } from "./state";

/** Kinds whose fields other changes tell. */
const TOLD = ["RoleBinding", "ClusterRoleBinding", "ResourceQuota", "LimitRange"];
const ISOLATION: Readonly<Record<string, readonly string[] | undefined>> = BASE_ISOLATION;
const SHOWN_PATHS = 6;
/** What a guardrail says when it refuses. */
const MESSAGE = /^spec\.validations\[\d+\]\.message(?:Expression)?$/;

/** Objects that come, go or change; of a tenant that comes or goes as a whole, that one is told alone. */
export function objectChanges(pair: TenantPair, waysOf: ReadonlySet<string>): readonly Change[] {
  const { tenant, namespace } = pair;
  const isWhole = tenant !== undefined && (namespace.before === undefined) !== (namespace.after === undefined);
  return pair.objects.flatMap((objects): readonly Change[] => {
    const { before, after } = objects;
    if (isWhole && (after === undefined || !isForeign(after))) return [];
    const of = tenant === undefined ? {} : { tenant };
    if (before === undefined && after !== undefined)
      return [changeOf("object-added", "info", { ...of, what: titleOf(after, tenant) })];
    if (after === undefined && before !== undefined) {
      const isWall = isIsolation(before);
      return [
        changeOf("object-removed", isWall ? "danger" : removedSeverity(before), {
          ...of,
          what: titleOf(before, tenant),
        }),
      ];
    }
    return changed(pair, objects, waysOf);
  });
}

function isIsolation({ kind, metadata }: KubeObject): boolean {
  return (
    ISOLATION[kind]?.includes(metadata.name) === true ||
    kind.startsWith("ValidatingAdmission") ||
    kind.startsWith("MutatingWebhook")
  );
}

/** Ways and rights that go with it are told by themselves. */
function removedSeverity({ kind }: KubeObject): Severity {
  return ["NetworkPolicy", "RoleBinding", "ClusterRoleBinding"].includes(kind) ? "info" : "notice";
}

function changed(
  { tenant, namespace }: TenantPair,
  objects: ObjectPair,
  waysOf: ReadonlySet<string>,
): readonly Change[] {
  const { before, after } = objects;
  if (before === undefined || after === undefined || after.kind === "Namespace") return [];
  const marks = metadataMoves(objects).filter(({ key }) => !isOfTenant(key, namespace));
  const fields =
    isRole(after) || TOLD.includes(after.kind) ? [] : leafMoves(bodyOf(before), bodyOf(after)).map(({ path }) => path);
  const paths = [...marks.map(({ what }) => what), ...fields];
  if (paths.length === 0) return [];
  const rest = paths.length - SHOWN_PATHS;
  const areWords = paths.every((path) => MESSAGE.test(path));
  const shown = areWords
    ? MESSAGES_ALONE
    : [...paths.slice(0, SHOWN_PATHS), ...(rest > 0 ? [`${String(rest)} more`] : [])].join(", ");
  const move = { what: titleOf(after, tenant), after: shown, ...(tenant === undefined ? {} : { tenant }) };
  const isTold = after.kind === "NetworkPolicy" && waysOf.has(tenant ?? "");
  const severity = paths.some(isWeaker) ? "danger" : isTold ? "info" : "notice";
  return [changeOf("object-changed", severity, move)];
}

/** Fields by which a guardrail or an account is more or less than it was. */
function isWeaker(path: string): boolean {
  return /^(spec\.(failurePolicy|validationActions|matchResources|policyName|paramRef|matchConstraints)|webhooks|automountServiceAccountToken)\b/.test(
    path,
  );
}

/** Metadata is compared by itself, and a status is nobody's plan. */
const BESIDE = ["apiVersion", "kind", "metadata", "status"];

function bodyOf(object: KubeObject): unknown {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !BESIDE.includes(field)));
}

/** Labels that all objects of a tenant carry change with its namespace, where they are told. */
function isOfTenant(key: string, { before, after }: ObjectPair): boolean {
  return before?.metadata.labels?.[key] !== after?.metadata.labels?.[key];
}
