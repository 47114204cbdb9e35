import type { ManagedObject } from "../project/managed-object";
import type { Plan } from "./plan";

/** An object that a plan removes at one address and creates at another, which Terraform treats as a removal. */
export interface Readdressed {
  readonly from: string;
  readonly to: string;
  readonly namespace: string;
}

/** The objects of tenants whose address changed without a `moved` block. */
export function readdressed({ changes }: Pick<Plan, "changes">): readonly Readdressed[] {
  const made = new Map(
    changes.flatMap(({ actions, address, after }) =>
      after !== undefined && (actions.includes("add") || actions.includes("import")) ? [[keyOf(after), address]] : [],
    ),
  );
  return changes.flatMap(({ actions, address: from, before }) => {
    const to = before !== undefined && actions.includes("remove") ? made.get(keyOf(before)) : undefined;
    return before?.tenant === undefined || to === undefined ? [] : [{ from, to, namespace: before.tenant }];
  });
}

function keyOf({ kind, namespace = "", name }: ManagedObject): string {
  return `${kind}/${namespace}/${name}`;
}
