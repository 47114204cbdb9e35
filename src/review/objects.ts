import type { KubeObject } from "../model/kubernetes/kube-object";
import { BASE_ISOLATION } from "../model/tenant/objects/base-isolation";
import { changeOf, type Change, type Severity } from "./change";
import { MESSAGES_ALONE } from "./condensed";
import { isBinding, untoldFields } from "./untold";
import { metadataMoves } from "./labels";
import { isForeign, titleOf, type ObjectPair, type TenantPair } from "./state";

const ISOLATION: Readonly<Record<string, readonly string[] | undefined>> = BASE_ISOLATION;
const SHOWN_PATHS = 6;
/** What a guardrail says when it refuses. */
const MESSAGE = /^spec\.validations\[\d+\]\.message(?:Expression)?$/;

/** Objects that come, go or change; of a tenant that comes or goes as a whole, that one is told alone. */
export function objectChanges(
  pair: TenantPair,
  waysOf: ReadonlySet<string>,
  told: readonly Change[],
): readonly Change[] {
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
    return changed(pair, objects, { waysOf, told });
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
  { waysOf, told }: { readonly waysOf: ReadonlySet<string>; readonly told: readonly Change[] },
): readonly Change[] {
  const { before, after } = objects;
  if (before === undefined || after === undefined || after.kind === "Namespace") return [];
  const marks = metadataMoves(objects).filter(({ key }) => !isOfTenant(key, namespace));
  const fields = untoldFields(before, after, told);
  const paths = [...marks.map(({ what }) => what), ...fields];
  if (paths.length === 0) return [];
  const rest = paths.length - SHOWN_PATHS;
  const areWords = paths.every((path) => MESSAGE.test(path));
  const shown = areWords
    ? MESSAGES_ALONE
    : [...paths.slice(0, SHOWN_PATHS), ...(rest > 0 ? [`${String(rest)} more`] : [])].join(", ");
  const move = { what: titleOf(after, tenant), after: shown, ...(tenant === undefined ? {} : { tenant }) };
  const isTold = (after.kind === "NetworkPolicy" && waysOf.has(tenant ?? "")) || isBinding(after);
  const severity = paths.some(isWeaker) ? "danger" : isTold ? "info" : "notice";
  return [changeOf("object-changed", severity, move)];
}

/** Fields by which a guardrail or an account is more or less than it was. */
function isWeaker(path: string): boolean {
  return /^(spec\.(failurePolicy|validationActions|matchResources|policyName|paramRef|matchConstraints)|webhooks|automountServiceAccountToken)\b/.test(
    path,
  );
}

/** Labels that all objects of a tenant carry change with its namespace, where they are told. */
function isOfTenant(key: string, { before, after }: ObjectPair): boolean {
  return before?.metadata.labels?.[key] !== after?.metadata.labels?.[key];
}
