import { addedConnectivity } from "../connectivity/compare";
import { connections } from "../connectivity/render-json";
import type { WorkLimits } from "../connectivity/work";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { changeOf, type Change, type Severity } from "./change";
import { titleOf, type TenantPair } from "./state";
import { snapshotsOf, type Snapshots } from "./snapshots";
import { API_SERVER, DNS, waysOf, type Way } from "./way-text";

/** What the ways of two states are judged by. */
export interface WaysOptions {
  /** @default - places are told apart by what every cluster has in common */
  readonly facts?: ClusterFacts;
  /** NetworkPolicies in the tenants' namespaces that nobody declared: they hold before and after. @default - none */
  readonly foreignPolicies?: readonly KubeObject[];
  /** Namespaces of which not all policies are known: their ways are not judged. @default - none */
  readonly crowded?: readonly string[];
  /** Namespaces that become tenants with what is in them. @default - those that were there on the first side */
  readonly adopted?: readonly string[];
  /** How many steps each comparison may take; what is beyond is told as not judged. @default - no limit */
  readonly limits?: WorkLimits;
}

/** Which connections become possible or impossible: what the policies of both states really let through. */
export function wayChanges(pairs: readonly TenantPair[], options: WaysOptions): readonly Change[] {
  const snapshots = snapshotsOf(pairs, options);
  const unjudged = snapshots.unreadable.map(({ tenant, object }) => {
    const move = { what: titleOf(object, tenant), ...(tenant === undefined ? {} : { tenant }) };
    return changeOf("not-judged", "danger", move, "what it lets through is only known after the apply");
  });
  if (!snapshots.differ) return unjudged;
  const { before, after, places } = snapshots;
  const common = { places, ...(options.limits === undefined ? {} : { limits: options.limits }) };
  const adopted = new Set(options.adopted);
  const opened = waysOf(connections(addedConnectivity(after, before, common)), snapshots);
  const closed = waysOf(connections(addedConnectivity(before, after, common)), snapshots);
  const costly = new Set(
    [...opened, ...closed].flatMap((way) => (way.text === undefined ? costlyTenant(way, snapshots) : [])),
  );
  return [
    ...unjudged,
    ...[...costly]
      .sort()
      .map((tenant) =>
        changeOf("not-judged", "danger", { tenant, what: `ways of ${tenant}` }, "too costly to evaluate"),
      ),
    ...opened.flatMap((way) => wayChange("way-opens", way, { ...snapshots, adopted })),
    ...closed.flatMap((way) => wayChange("way-closes", way, { ...snapshots, adopted })),
  ];
}

function wayChange(
  kind: "way-opens" | "way-closes",
  way: Way,
  { tenants, added, removed, adopted }: Snapshots & Pick<Context, "adopted">,
): readonly Change[] {
  const { from, to } = way;
  // What ends with its tenant, and what one of ours has to do with none of ours.
  if (removed.has(from) || removed.has(to)) return [];
  const tenant = tenants.has(to) ? to : tenants.has(from) ? from : undefined;
  if (tenant === undefined) return [];
  const what = `${from} -> ${to}`;
  // Each tenant once: it may be many ways.
  if (way.text === undefined) return [];
  const isNew = added.has(from) || added.has(to);
  const severity = kind === "way-closes" ? "notice" : severityOf(way, { isNew, tenants, adopted });
  return [
    changeOf(kind, severity, { tenant, what, ...(kind === "way-opens" ? { after: way.text } : { before: way.text }) }),
  ];
}

/** Whose policies or pods make a way too costly: where it crosses, those of the namespace that is crowded are known. */
function costlyTenant({ from, to }: Way, { tenants, crowded }: Snapshots): readonly string[] {
  const ends = [from, to].filter((end) => tenants.has(end));
  const known = ends.filter((end) => crowded.has(end));
  return known.length > 0 ? known : ends;
}

interface Context {
  readonly isNew: boolean;
  /** Namespaces whose pods are there already. */
  readonly adopted: ReadonlySet<string>;
  readonly tenants: Snapshots["tenants"];
}

/** Every tenant resolves names, and a tree belongs together: for a new tenant neither is news. */
function severityOf({ from, to }: Way, { isNew, tenants, adopted }: Context): Severity {
  if (from === to || to === DNS) return isNew ? "info" : "notice";
  if (!isNew) return "danger";
  const isFamily = tenants.get(to)?.includes(from) === true;
  if (isFamily || (to === API_SERVER && tenants.has(from))) return "info";
  if (adopted.has(from) || adopted.has(to)) return "danger";
  // To the outside is the tenant's own risk; from it, or between tenants, is somebody's attack.
  return tenants.has(from) && !tenants.has(to) ? "notice" : "danger";
}
