import type { Cluster } from "../../kube/cluster";
import { objectIn, textIn } from "../../model/json";
import { jsonIn } from "../../model/json-text";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { LABELS } from "../../model/tenant/spec/labels";
import type { PrivateState } from "../../plugin";
import { isHeldHere, tenantAt } from "../../provider/objects/held";
import { isRemovable } from "../../provider/tenant/removable";
import { captureJson, type Terraform } from "../../terraform/terraform";
import { stateInstances, type StateInstance } from "../project/provider-ref";
import type { Stack } from "../project/stacks";
import { HIKUBE_TENANT } from "../project/tenant-resources";
import type { PlannedChange } from "./plan";
import type { PlannedStack } from "./plan-file";
import { inWordsOfCommand } from "./provider-words";

/** Whether the namespace of a tenant may go, and is not to stay as another state's. @throws ProjectError where it may not */
export type Hold = (namespace: KubeObject, cluster: Cluster) => Promise<boolean>;

/** A tenant that a run removes, and what its state keeps of who holds it. */
interface Going {
  readonly namespace: string;
  readonly kept: PrivateState;
}

/** What the states of a run keep of the tenants that it removes. Each is read once. */
export class StateHolds {
  private readonly states = new Map<string, Promise<readonly StateInstance[]>>();

  constructor(
    private readonly planned: readonly PlannedStack[],
    private readonly terraform: Terraform,
  ) {}

  /**
   * How a namespace is judged, by the rules of the provider: as long as it is that of a tenant of the state, and not another one's by
   * now; the removal of that only forgets it. It is asked right before anything is deleted: of who may have taken it over since it was
   * planned, and of sub-tenants that others have made.
   */
  async of({ stack }: PlannedStack, { address }: PlannedChange): Promise<Hold> {
    const found = tenantAtAddress(await this.instancesOf(stack), address);
    if (found === undefined) return () => Promise.resolve(true);
    const kept = keptIn(found);
    return (namespace, cluster) => {
      const { name } = namespace.metadata;
      const goes = async (child: string) => this.leaves(child, name) || (await this.goes(child, cluster));
      return inWordsOfCommand(name, () => isRemovable(cluster, namespace, { kept, goes }));
    };
  }

  /** Whether the run takes a sub-tenant to another parent, or makes it a top one: terraform does that later. */
  private leaves(child: string, parent: string): boolean {
    const objects = this.planned.flatMap(({ plan }) => plan.objects);
    const namespaces = objects.filter(({ after }) => after?.kind === "Namespace" && after.metadata.name === child);
    return namespaces.some(({ before, after }) => parentOf(before) === parent && parentOf(after) !== parent);
  }

  /** Whether the run removes a sub-tenant, too, and not only forgets it. */
  private async goes(child: string, cluster: Cluster): Promise<boolean> {
    const all = await Promise.all(this.planned.map((each) => this.goingOf(each)));
    const own = all.flat().filter(({ namespace }) => namespace === child);
    if (own.length === 0) return false;
    const found = await cluster.get({ apiVersion: "v1", kind: "Namespace", name: child });
    return found === undefined || own.some(({ kept }) => isHeldHere(tenantAt(child), found, kept));
  }

  private async goingOf({ stack, plan }: PlannedStack): Promise<readonly Going[]> {
    const removals = plan.changes.filter(mayRemove);
    if (removals.length === 0) return [];
    const instances = await this.instancesOf(stack);
    return removals.flatMap(({ address, removes }) => {
      const found = tenantAtAddress(instances, address);
      const namespace = removes?.namespace ?? textIn(objectIn(found?.instance.attributes).namespace);
      return namespace === "" ? [] : [{ namespace, kept: found === undefined ? {} : keptIn(found) }];
    });
  }

  private instancesOf(stack: Stack): Promise<readonly StateInstance[]> {
    const known = this.states.get(stack.name);
    const read = known ?? captureJson(this.terraform, stack, ["state", "pull"]).then(stateInstances);
    this.states.set(stack.name, read);
    return read;
  }
}

/** The objects of a tenant whose parent is of another stack are not told: of that the plan only says that it is removed. */
function mayRemove({ removes, before, after, actions }: PlannedChange): boolean {
  const isUntold = before === undefined && after === undefined;
  return removes !== undefined || (isUntold && actions.some((each) => each === "remove" || each === "replace"));
}

function parentOf(namespace: KubeObject | undefined): string | undefined {
  return namespace?.metadata.labels?.[LABELS.parent];
}

function tenantAtAddress(instances: readonly StateInstance[], address: string): StateInstance | undefined {
  return instances.find((each) => each.type === HIKUBE_TENANT && each.address === address);
}

function keptIn({ instance }: StateInstance): PrivateState {
  return objectIn(jsonIn(Buffer.from(textIn(instance.private), "base64").toString("utf8")));
}
