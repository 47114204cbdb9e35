import { isApplied } from "../../provider/objects/managers";
import type { Terraform } from "../../terraform/terraform";
import { platformsOf } from "../project/declared-tenants";
import { stateInstances } from "../project/provider-ref";
import type { ConfiguredObject } from "../project/stack-config";
import type { Stack } from "../project/stacks";
import { HIKUBE_PLATFORM } from "../project/tenant-resources";
import { namespacesOf } from "./declared-namespaces";

/**
 * The platforms that a stack declares as `hikube_platform`, its clusters have, and its state lacks, each by its namespace. What
 * another engine made is left to the provider, and so is one that the state has at a former address: it is moved.
 *
 * @throws Error where a cluster cannot be asked
 */
export async function missingPlatforms(
  stack: Stack,
  state: string,
  terraform: Terraform,
): Promise<readonly ConfiguredObject[]> {
  if (stack.config.hikube === undefined) return [];
  const declared = platformsOf(stack);
  const addresses = declared.map(({ address }) => address);
  const held = stateInstances(state).flatMap(({ type, address }) => (type === HIKUBE_PLATFORM ? [address] : []));
  if (held.some((address) => !addresses.includes(address))) return [];
  const lacking = declared.filter(({ address }) => !held.includes(address));
  const found = await namespacesOf(lacking, stack, terraform);
  return found
    .filter(({ namespace }) => isApplied(namespace))
    .map(({ declared: { address, namespace, provider } }) => {
      const { alias } = provider;
      const object = { type: HIKUBE_PLATFORM, apiVersion: "v1", kind: "Namespace", address, name: namespace, hard: {} };
      return { ...object, ...(alias === undefined ? {} : { alias }) };
    });
}
