import { changeOf, type Change } from "./change";

/** What a live namespace says of a change that is planned for it. */
export interface Running {
  readonly namespace: string;
  /** Running pods that the new rules of a field refuse, by the field as the review names it. */
  readonly breaking: Readonly<Partial<Record<BreakableField, Breaking>>>;
  /** Objects in it that no code of ours has, and that stay. Asked only where a namespace is adopted. @default - none */
  readonly stays?: readonly Staying[];
  /** Why something of this was not told. @default - all was */
  readonly unasked?: string;
}

/** Fields of which running pods may break a narrower value. */
export type BreakableField = "podSecurity" | "imageRegistries" | "alwaysPullImages";

/** Pods that a new rule refuses. */
export interface Breaking {
  readonly pods: number;
  /** The first of them, with the reasons where they are known. Texts of users. */
  readonly named: readonly string[];
}

/** An object that comes with an adopted namespace. */
export interface Staying {
  readonly kind: "RoleBinding" | "NetworkPolicy" | "ResourceQuota" | "LimitRange";
  readonly name: string;
  /** What it does: whom a binding gives what. @default - its kind says it */
  readonly what?: string;
}

/** Says in a review what runs in the namespaces: pods that break a stricter rule, and what stays beside ours. */
export function withRunning(changes: readonly Change[], running: readonly Running[]): readonly Change[] {
  const byName = new Map(running.map((each) => [each.namespace, each]));
  const judged = changes.map((change) => {
    const { kind, what, tenant } = change;
    if (kind !== "security" || tenant === undefined || !isBreakable(what)) return change;
    const found = [tenant, ...(change.alsoIn ?? [])].flatMap((name) => byName.get(name) ?? []);
    const note = noteOf(found, what);
    return note === undefined ? change : { ...change, note };
  });
  return [...judged, ...running.flatMap(stayChanges)];
}

function isBreakable(what: string): what is BreakableField {
  return what === "podSecurity" || what === "imageRegistries" || what === "alwaysPullImages";
}

/** @returns nothing where nobody was asked */
function noteOf(running: readonly Running[], field: BreakableField): string | undefined {
  const breaking = running.flatMap((each) => each.breaking[field] ?? []);
  const unasked = running.flatMap((each) => each.unasked ?? [])[0];
  const pods = breaking.reduce((sum, each) => sum + each.pods, 0);
  if (breaking.length === 0) return unasked === undefined ? undefined : `running pods were not judged: ${unasked}`;
  if (pods === 0) return "no running pod breaks it";
  const named = breaking.flatMap((each) => each.named);
  return `${String(pods)} running ${pods === 1 ? "pod breaks" : "pods break"} it, and cannot be started again: ${named.join("; ")}`;
}

function stayChanges({ namespace: tenant, stays = [] }: Running): readonly Change[] {
  return stays.map(({ kind, name, what }) => {
    const move = { tenant, what: `${kind} ${name}`, ...(what === undefined ? {} : { after: what }) };
    return changeOf("object-stays", kind === "RoleBinding" ? "danger" : "notice", move, NOTES[kind]);
  });
}

const NOTES: Readonly<Record<Staying["kind"], string>> = {
  RoleBinding: "no code of a tenant gives this access",
  NetworkPolicy: "it opens what it opens, beside ours",
  ResourceQuota: "it counts beside ours",
  LimitRange: "its bounds hold beside ours",
};
