import { objectIn, textIn } from "../../model/json";
import { jsonIn } from "../../model/json-text";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { isHeldElsewhere } from "../../provider/objects/held";
import { captureJson, type Terraform } from "../../terraform/terraform";
import { stateInstances } from "../project/provider-ref";
import type { Stack } from "../project/stacks";

/** A tenant of a state. */
export interface StatedTenant {
  readonly stack: Stack;
  /** Address of its resource. */
  readonly address: string;
}

/**
 * Whether a namespace is still that of a tenant of a state, and not another one's by now: its removal then only forgets it. It is
 * asked right before anything of it is deleted: of who may have taken it over since it was planned.
 */
export async function holdOf(tenant: StatedTenant, terraform: Terraform): Promise<(namespace: KubeObject) => boolean> {
  const state = await captureJson(terraform, tenant.stack, ["state", "pull"]);
  const found = stateInstances(state).find(({ address }) => address === tenant.address);
  if (found?.type !== "hikube_tenant") return () => true;
  const kept = objectIn(jsonIn(Buffer.from(textIn(found.instance.private), "base64").toString("utf8")));
  return (namespace) => !isHeldElsewhere(namespace, kept);
}
