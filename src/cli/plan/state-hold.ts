import type { Cluster } from "../../kube/cluster";
import { objectIn, textIn } from "../../model/json";
import { jsonIn } from "../../model/json-text";
import { isHeldElsewhere } from "../../provider/objects/held";
import { captureJson, type Terraform } from "../../terraform/terraform";
import { stateInstances } from "../project/provider-ref";
import type { Stack } from "../project/stacks";

/** A tenant of a state. */
export interface StatedTenant {
  readonly stack: Stack;
  /** Address of its resource. */
  readonly address: string;
  readonly namespace: string;
}

/**
 * Whether another state holds a tenant by now: its removal then only forgets it. Who may have taken it over since it was planned
 * is asked right before anything of it is deleted.
 */
export async function isLostTenant(tenant: StatedTenant, cluster: Cluster, terraform: Terraform): Promise<boolean> {
  const state = await captureJson(terraform, tenant.stack, ["state", "pull"]);
  const found = stateInstances(state).find(({ address }) => address === tenant.address);
  if (found?.type !== "hikube_tenant") return false;
  const kept = objectIn(jsonIn(Buffer.from(textIn(found.instance.private), "base64").toString("utf8")));
  const namespace = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: tenant.namespace });
  return isHeldElsewhere(namespace, kept);
}
