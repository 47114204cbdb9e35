import { readFileSync } from "node:fs";
import { textIfAny } from "../../model/json";
import { parseJson } from "../../model/json-text";
import { LABELS } from "../../model/tenant/spec/labels";
import type { Engine } from "../../model/tenant/spec/engine";
import type { Terraform } from "../../terraform/terraform";
import { declaredNamespaces, declaredTenants } from "../project/declared-tenants";
import { withoutKeys, type ProviderRef } from "../project/provider-ref";
import { askCluster } from "../project/stack-cluster";
import type { Stack } from "../project/stacks";
import { engineOfType } from "./engine-changes";
import type { PlannedStack } from "./plan-file";

/** What of a namespace a stack has. */
export interface Holder {
  readonly address: string;
  readonly provider?: ProviderRef;
  readonly engine?: Engine;
}

/** @param isEnd - whether all of the stack is to be removed: what its code says is then not what it will have */
export function holderOf(namespace: string, { stack, plan }: PlannedStack, isEnd: boolean): Holder | undefined {
  const left = new Set(plan.changes.flatMap(({ address, actions }) => (actions.includes("forget") ? address : [])));
  const planned = [...plan.objects, ...plan.beside].find(
    ({ address, after }) => after?.kind === "Namespace" && after.metadata.name === namespace && !left.has(address),
  );
  if (planned !== undefined) {
    const { address, provider, after } = planned;
    const isTenant = after?.metadata.labels?.[LABELS.tenant] === namespace;
    const engine = isTenant ? engineOfType(withoutKeys(address).split(".").at(-2) ?? "") : undefined;
    return { address, ...(provider === undefined ? {} : { provider }), ...(engine === undefined ? {} : { engine }) };
  }
  return isEnd ? undefined : declaredIn(stack, namespace);
}

/** What the code says, of stacks without a plan and of tenants whose ancestors are in another stack. */
export function declaredIn({ file }: Pick<Stack, "file">, namespace: string): Holder | undefined {
  const config: unknown = parseJson(readFileSync(file, "utf8"));
  const named = (each: { readonly namespace: string }) => each.namespace === namespace;
  const tenant = declaredTenants(config).find(named);
  if (tenant !== undefined) return { address: tenant.address, provider: tenant.provider, engine: "hikube" };
  const other = declaredNamespaces(config).find(named);
  return other === undefined ? undefined : { address: other.address, provider: other.provider, engine: "kubernetes" };
}

/** A namespace in a cluster. */
interface Standing {
  readonly server: string;
  /** @default - it is not there */
  readonly uid?: string;
}

/** A provider block of a stack. */
export interface Place {
  readonly stack: Stack;
  readonly provider: ProviderRef | undefined;
}

/** Whether two stacks mean one cluster, which may have several addresses. @returns nothing where one of them gives no answer */
export async function areOneCluster(
  places: readonly [Place, Place],
  namespace: string,
  terraform: Terraform,
): Promise<boolean | undefined> {
  const [left, right] = await Promise.all(places.map((place) => standingAt(place, namespace, terraform)));
  if (left === undefined || right === undefined) return undefined;
  return left.server === right.server || (left.uid !== undefined && left.uid === right.uid);
}

async function standingAt(
  { stack, provider }: Place,
  name: string,
  terraform: Terraform,
): Promise<Standing | undefined> {
  const reply = await askCluster(stack, terraform, provider, async (cluster): Promise<Standing> => {
    const uid = textIfAny((await cluster.get({ apiVersion: "v1", kind: "Namespace", name }))?.metadata.uid);
    return { server: cluster.server, ...(uid === undefined ? {} : { uid }) };
  });
  return "answer" in reply ? reply.answer : undefined;
}
