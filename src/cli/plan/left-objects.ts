import { listIn, objectIn, textIfAny } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { parseToolJson } from "../command";
import { HIKUBE_TENANT } from "./hikube-values";
import { resourceObject } from "./resource-object";

/** An object that one resource leaves to another, as it was. */
export interface LeftObject {
  /** Of the resource that leaves it. */
  readonly address: string;
  readonly object: KubeObject;
}

/** By what an object is, whichever resource stands for it. */
export type LeftObjects = ReadonlyMap<string, LeftObject>;

const NAMESPACE = /^kubernetes_namespace(_v1)?$/;

/**
 * Objects whose resources leave the state, and stay in the cluster; and the namespaces that become tenants by `moved` blocks, of which
 * a plan has the name alone.
 *
 * @param resources - `resource_changes` of what `terraform show -json` prints of the plan
 * @param state - what `terraform state pull` prints
 */
export function leftObjects(resources: readonly unknown[], state: string): LeftObjects {
  const leaving = resources.map(objectIn).filter(({ change }) => listIn(objectIn(change).actions).includes("forget"));
  const left = [
    ...namespacesIn(state),
    ...leaving.map(({ address, type, change }) => ({ address, type, values: objectIn(change).before })),
  ].flatMap(({ address, type, values }) => {
    const object = resourceObject(textIfAny(type) ?? "", values);
    return object === undefined ? [] : [{ address: textIfAny(address) ?? "", object }];
  });
  return new Map(left.map((each) => [leftKey(each.object), each]));
}

function namespacesIn(state: string) {
  const { resources } = objectIn(state.trim() === "" ? {} : parseToolJson(state));
  return listIn(resources).flatMap((resource) => {
    const { mode, type, instances } = objectIn(resource);
    if (mode !== "managed" || !NAMESPACE.test(textIfAny(type) ?? "")) return [];
    return listIn(instances).map((instance) => ({
      ...{ address: "", type: "kubernetes_namespace_v1", values: objectIn(instance).attributes },
    }));
  });
}

/** Whether a plan makes a tenant of what another engine made: its provider knew the namespace alone. */
export function takesOver({ type, change }: Readonly<Record<string, unknown>>): boolean {
  const { actions, before } = objectIn(change);
  const { name, namespace } = objectIn(before);
  const isNamed = typeof name === "string";
  return type === HIKUBE_TENANT && listIn(actions).includes("update") && !isNamed && typeof namespace === "string";
}

/** @param object - of either engine */
export function leftKey({ apiVersion, kind, metadata }: KubeObject): string {
  return JSON.stringify([apiVersion, kind, metadata.namespace ?? "", metadata.name]);
}
