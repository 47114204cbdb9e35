import type { TerraformResource } from "cdktf";
import type { KubeObject } from "../src/model/kubernetes/kube-object";

/**
 * Id of an object's construct, from its kind and its name without our prefix, e.g. `role-binding-viewer`. Ids make
 * Terraform addresses, so this is a public contract: to change it would destroy and create everything again.
 */
export function resourceId({ kind, metadata }: KubeObject): string {
  const words = kind.replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();
  return `${words}-${metadata.name.replace(/^hikube[-:.]/, "")}`;
}

/** Address of a resource in its stack, as Terraform's blocks and plans name it. */
export function addressOf({
  terraformResourceType,
  friendlyUniqueId,
}: Pick<TerraformResource, "terraformResourceType" | "friendlyUniqueId">): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
