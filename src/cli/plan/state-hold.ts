import { objectIn, textIn } from "../../model/json";
import { jsonIn } from "../../model/json-text";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { PrivateState } from "../../plugin";
import { isHeldHere, tenantAt } from "../../provider/objects/held";
import { captureJson, type Terraform } from "../../terraform/terraform";
import { stateInstances, type StateInstance } from "../project/provider-ref";
import type { Stack } from "../project/stacks";
import { HIKUBE_TENANT } from "../project/tenant-resources";
import type { PlannedChange } from "./plan";
import type { PlannedStack } from "./plan-file";
import { inWordsOfCommand } from "./provider-words";

/** Whether the namespace of a tenant may go, and is not to stay as another state's. @throws ProjectError where it may not */
export type Hold = (namespace: KubeObject) => Promise<boolean>;

/** What the states of a run keep of the tenants that it removes. Each is read once. */
export class StateHolds {
  private readonly states = new Map<string, Promise<readonly StateInstance[]>>();

  constructor(private readonly terraform: Terraform) {}

  /**
   * How a namespace is judged: as long as it is that of a tenant of the state, and not another one's by now; the removal of that only
   * forgets it. It is asked right before anything is deleted: of who may have taken it over since it was planned.
   */
  async of({ stack }: Pick<PlannedStack, "stack">, { address }: Pick<PlannedChange, "address">): Promise<Hold> {
    const instances = await this.instancesOf(stack);
    const found = instances.find((each) => each.type === HIKUBE_TENANT && each.address === address);
    if (found === undefined) return () => Promise.resolve(true);
    return (namespace) => inWordsOfCommand(namespace.metadata.name, () => isHeldByIt(namespace, keptIn(found)));
  }

  private instancesOf(stack: Stack): Promise<readonly StateInstance[]> {
    const known = this.states.get(stack.name);
    const read = known ?? captureJson(this.terraform, stack, ["state", "pull"]).then(stateInstances);
    this.states.set(stack.name, read);
    return read;
  }
}

function isHeldByIt(namespace: KubeObject, kept: PrivateState): boolean {
  return isHeldHere(tenantAt(namespace.metadata.name), namespace, kept);
}

function keptIn({ instance }: StateInstance): PrivateState {
  return objectIn(jsonIn(Buffer.from(textIn(instance.private), "base64").toString("utf8")));
}
