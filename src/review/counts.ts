import { objectIn, textMapIn } from "../model/json";
import type { KubeObject } from "../model/kubernetes/kube-object";
import { isScarce } from "./scarce";

/** The bounds of a quota. */
export function hardOf(quota: KubeObject | undefined): Readonly<Record<string, string>> {
  return textMapIn(objectIn(quota?.spec).hard);
}

/** Whether a bound is a count of objects, which others feel: the controllers and the store of the cluster are everybody's. */
export function isCount(key: string): boolean {
  return key !== "pods" && !/^(?:requests|limits)\.|\.storageclass\.storage\.k8s\.io\//.test(key) && !isScarce(key);
}
