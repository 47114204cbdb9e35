import { tenantObjects } from "../model/tenant/objects/objects";
import { resolveTenant } from "../model/tenant/resolve/resolve";
import { stackNodes } from "../model/tenant/resolve/stack";
import type { Forest, Tenant, TenantNode } from "../model/tenant/resolve/tenant";
import { ANNOTATIONS } from "../model/tenant/spec/labels";
import type { TenantSpec } from "../model/tenant/spec/spec";
import { changeOf, type Change, type Severity } from "./change";
import { declaredMoves, pathOf, textsOf, withMove, type DeclaredMove } from "./declared-moves";

/**
 * Declared fields that differ and that no object shows: how a tenant is taken in, what its sub-tenants may do, how its
 * monitoring stack works. Whether an object shows one is tried: the tenant is rendered with that one field changed.
 */
export function declaredChanges(before: Forest, after: Forest): readonly Change[] {
  const [former, next] = [byNamespace(before), byNamespace(after)];
  return [...next].flatMap(([tenant, { given, node }]): readonly Change[] => {
    const old = former.get(tenant);
    const moves = declaredMoves(old?.given ?? {}, given);
    if (moves.length === 0) return [];
    const effectOf = old?.node === undefined || node === undefined ? (): Effect => "unknown" : effectsOn(old.node);
    return moves.flatMap((move): readonly Change[] => {
      const severity = severityOf(move, node === undefined);
      const effect = severity === "danger" || isOfStack(move) ? "unknown" : effectOf(move);
      // Of what comes as a whole, that which hands out more than a tenant of its own.
      if (effect === "shown" || (old === undefined && severity !== "danger")) return [];
      const told = { tenant, what: pathOf(move.steps), ...textsOf(move) };
      return [changeOf("declared", effect === "none" ? "info" : severity, told)];
    });
  });
}

interface Declared {
  readonly given: object;
  /** @default - it is declared elsewhere */
  readonly node?: TenantNode;
}

function byNamespace(forest: Forest): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  const collect = (node: TenantNode): void => {
    if (node.tenant.isStack) return;
    // Names and profiles stand in the labels of the namespace.
    found.set(node.tenant.namespace, { given: node.tenant.spec, node });
    node.children.forEach(collect);
  };
  for (const node of forest) {
    if ("tenant" in node) collect(node);
    else {
      found.set(node.external.namespace, { given: node.external.given });
      node.children.forEach(collect);
    }
  }
  return found;
}

/** What objects show of a monitoring stack does not say what it is for; but for its share. */
function isOfStack({ steps: [first, second] }: DeclaredMove): boolean {
  return first === "monitoring" && second !== "quota";
}

/** `shown`: one field alone makes other objects; `none`: it says what held anyway. */
type Effect = "shown" | "none" | "unknown";

function effectsOn({ tenant }: TenantNode): (move: DeclaredMove) => Effect {
  const base = renderedOf(tenant, tenant.spec);
  return (move) => {
    try {
      const { objects, meaning } = renderedOf(tenant, withMove(tenant.spec, move) as TenantSpec);
      if (objects !== base.objects) return "shown";
      return meaning === base.meaning ? "none" : "unknown";
    } catch {
      // A field that makes no whole spec by itself is told rather than passed over.
      return "unknown";
    }
  };
}

function renderedOf({ path, parent, cluster }: Tenant, given: TenantSpec) {
  const tenant = resolveTenant(given, { path, cluster, ...(parent === undefined ? {} : { parent }) });
  const stack = stackNodes(tenant);
  const shares = stack.map((node) => node.tenant);
  const objects = [tenantObjects(tenant, shares), ...shares.map((share) => tenantObjects(share, []))];
  const beside = { spec: undefined, formIssues: undefined, cluster: undefined, parent: undefined };
  // The record of a reserve holds declared fields, and is not what shows them.
  const shown = JSON.stringify(objects, (key, value: unknown) => (key === ANNOTATIONS.reserved ? undefined : value));
  return { objects: shown, meaning: JSON.stringify({ ...tenant, ...beside }) };
}

/** Who signs in, whom foreign clusters are taken for, where programs come from, and what passes a refusal. */
const DANGERS =
  /^(?:adopt|allowReservedNamespace|monitoring\.(?:oidc|clusters|sources|grafanas|nodes|exposure)|network\.allowedEgress)\b/;
/** Of a parent that is declared elsewhere: what its sub-tenants may have. */
const HANDED_ON = /^(?:ancestors|available|access|security|network)\b/;

function severityOf({ steps, before, after }: DeclaredMove, isElsewhere: boolean): Severity {
  const path = pathOf(steps);
  if (!DANGERS.test(path) && !(isElsewhere && HANDED_ON.test(path))) return "notice";
  // What is given up, or was never asked for, hands out nothing. Without a list all is allowed that the parent has.
  const isLess = after === false || (after === undefined && path !== "network.allowedEgress");
  return isLess || isNarrowed(before, after) ? "notice" : "danger";
}

function isNarrowed(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const known = new Set(before.map((entry) => JSON.stringify(entry)));
  return after.every((entry) => known.has(JSON.stringify(entry)));
}
