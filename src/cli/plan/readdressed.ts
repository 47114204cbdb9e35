import type { Engine } from "../../model/tenant/spec/engine";
import type { ManagedObject } from "../project/managed-object";
import { engineOfType } from "./engine-changes";
import type { Plan } from "./plan";

/** An object that a plan removes at one address and creates at another, which Terraform treats as a removal. */
export interface Readdressed {
  readonly from: string;
  readonly to: string;
  readonly namespace: string;
  /** The engine that makes it now. @default - the one that made it before */
  readonly engine?: Engine;
}

/** The objects of tenants whose address changed without a `moved` block. */
export function readdressed({ changes }: Pick<Plan, "changes">): readonly Readdressed[] {
  const made = new Map(
    changes.flatMap(({ actions, address, after }) =>
      after !== undefined && (actions.includes("add") || actions.includes("import"))
        ? [[keyOf(after), { to: address, type: after.type }] as const]
        : [],
    ),
  );
  return changes.flatMap(({ actions, address: from, before }) => {
    const now = before !== undefined && actions.includes("remove") ? made.get(keyOf(before)) : undefined;
    if (before?.tenant === undefined || now === undefined) return [];
    const [former, engine] = [before.type, now.type].map(engineOfType);
    const isOther = former !== undefined && engine !== undefined && former !== engine;
    return [{ from, to: now.to, namespace: before.tenant, ...(isOther ? { engine } : {}) }];
  });
}

function keyOf({ kind, namespace = "", name }: ManagedObject): string {
  return `${kind}/${namespace}/${name}`;
}
