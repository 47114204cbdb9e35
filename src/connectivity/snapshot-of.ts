import type { KubeObject } from "../model/kubernetes/kube-object";
import { SpecError, type Issue } from "../model/issue";
import { PROTOCOLS } from "../model/kubernetes/port-set";
import type { Field } from "./fields";
import { openAll, refuseForeignPolicy, roleOf, type Item } from "./kinds";
import type { ClusterSnapshot, SnapshotNamespace, SnapshotPod, SnapshotPort } from "./snapshot";

/**
 * Makes a snapshot of Kubernetes objects: Namespaces, Pods and NetworkPolicies, and Lists of them. Pods on their node's
 * network, pods that have ended, and objects of other kinds have no part in it: they are counted in `passedOver`.
 *
 * @param objects - a list of objects, or what `kubectl get -o json` prints
 * @throws SpecError with every fault: what is no object, what lacks its name, policies of a kind that is not judged
 */
export function snapshotOf(objects: KubeObject | readonly KubeObject[]): ClusterSnapshot {
  const issues: Issue[] = [];
  const items = openAll(objects, ["objects"], issues);
  const passedOver = new Map<string, number>();
  const passOver = (what: string) => passedOver.set(what, (passedOver.get(what) ?? 0) + 1);
  const [namespaces, pods] = [new Named<SnapshotNamespace>(), new Named<SnapshotPod>()];
  const policies: KubeObject[] = [];
  for (const item of items) {
    const role = roleOf(item);
    if (role === "foreign-policy") refuseForeignPolicy(item);
    else if (role === "policy") policies.push(policyOf(item));
    else if (role === "namespace") namespaces.add(item.field, namespaceOf(item.field));
    else if (role === "none") passOver(`${item.apiVersion} ${item.kind}`);
    else if (endOf(item.field) !== undefined) passOver(endOf(item.field) ?? "");
    else pods.add(item.field, podOf(item.field));
  }
  if (issues.length > 0) throw new SpecError(issues);
  return {
    ...{ namespaces: namespaces.all, pods: pods.all, policies },
    ...(passedOver.size === 0 ? {} : { passedOver: [...passedOver].map(([what, count]) => ({ what, count })) }),
  };
}

/** Each once: two objects of one name say different things about the same. */
class Named<T extends SnapshotNamespace | SnapshotPod> {
  private readonly byName = new Map<string, T>();

  add(field: Field, one: T): void {
    const key = "namespace" in one ? `${one.namespace}/${one.name}` : one.name;
    const known = this.byName.get(key);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(one)) {
      field.get("metadata").fail("duplicate-name", `two different objects are named ${key}`, "each object once");
    }
    this.byName.set(key, known ?? one);
  }

  get all(): readonly T[] {
    return [...this.byName.values()];
  }
}

/** Items of a list may lack what the list says for all. */
function policyOf({ field, apiVersion, kind }: Item): KubeObject {
  field.get("metadata").get("name").text();
  const object = field.value as KubeObject;
  return (object as Partial<KubeObject>).kind === undefined ? { ...object, apiVersion, kind } : object;
}

function namespaceOf(field: Field): SnapshotNamespace {
  const metadata = field.get("metadata");
  const labels = metadata.get("labels");
  const name = metadata.get("name").text();
  return labels.isMissing ? { name } : { name, labels: textsOf(labels) };
}

/** Why a pod has no part in what NetworkPolicy decides; nothing where it has. */
function endOf(pod: Field): string | undefined {
  if (pod.get("spec").get("hostNetwork").value === true) return "Pod on its node's network";
  const phase = pod.get("status").get("phase").value;
  return phase === "Succeeded" || phase === "Failed" ? "Pod that has ended" : undefined;
}

function podOf(pod: Field): SnapshotPod {
  const [metadata, ip] = [pod.get("metadata"), pod.get("status").get("podIP")];
  const namespace = metadata.get("namespace");
  const containers = ["containers", "initContainers"].flatMap((field) => pod.get("spec").get(field).items());
  return {
    namespace: namespace.isMissing ? "default" : namespace.text(),
    name: metadata.get("name").text(),
    labels: textsOf(metadata.get("labels")),
    ...(ip.isMissing || ip.value === "" ? {} : { ip: ip.text() }),
    ports: containers.flatMap((container) => container.get("ports").items().flatMap(portOf)),
  };
}

function textsOf(field: Field): Readonly<Record<string, string>> {
  return Object.fromEntries(field.entries().map(([key, value]) => [key, value.text()]));
}

/** Policies ask for ports by name, so that one without a name says nothing. */
function portOf(field: Field): readonly SnapshotPort[] {
  const [name, port, protocol] = [field.get("name"), field.get("containerPort"), field.get("protocol")];
  if (name.isMissing || name.value === "") return [];
  if (typeof port.value !== "number") port.fail("invalid-port", "invalid port", "a whole number from 1 to 65535");
  return [
    {
      name: name.text(),
      port: Number(port.value),
      protocol: protocol.isMissing ? "TCP" : protocol.oneOf(PROTOCOLS, "TCP"),
    },
  ];
}
