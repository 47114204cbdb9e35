import type { KubeObject } from "../model/kubernetes/kube-object";
import { memberIn, listIn } from "../model/json";
import { PROTOCOLS } from "../model/kubernetes/port-set";
import type { Labels } from "./selector";
import type { World, WorldNamespace, WorldPod, WorldPort } from "./world";

/**
 * Makes a world of Kubernetes objects: Namespaces, Pods and NetworkPolicies; others are passed over, and so are pods
 * on their node's network and pods that have ended.
 */
export function worldOf(objects: readonly KubeObject[]): World {
  return {
    namespaces: objects
      .filter(({ kind }) => kind === "Namespace")
      .map(({ metadata }) => named(metadata.name, metadata.labels)),
    pods: objects.filter(({ kind }) => kind === "Pod").flatMap(toPod),
    policies: objects.filter(({ kind }) => kind === "NetworkPolicy"),
  };
}

function named(name: string, labels: Labels | undefined): WorldNamespace {
  return labels === undefined ? { name } : { name, labels };
}

function toPod(object: KubeObject): readonly WorldPod[] {
  const phase = memberIn(object, "status", "phase");
  if (memberIn(object, "spec", "hostNetwork") === true || phase === "Succeeded" || phase === "Failed") return [];
  const ip = memberIn(object, "status", "podIP");
  const { name, namespace = "default", labels = {} } = object.metadata;
  const containers = ["containers", "initContainers"].flatMap((field) => listIn(memberIn(object, "spec", field)));
  const ports = containers.flatMap((container) => listIn(memberIn(container, "ports")).flatMap(toPort));
  return [{ namespace, name, labels, ...(typeof ip === "string" && ip !== "" ? { ip } : {}), ports }];
}

function toPort(value: unknown): readonly WorldPort[] {
  const [name, port] = [memberIn(value, "name"), memberIn(value, "containerPort")];
  const protocol = PROTOCOLS.find((known) => known === memberIn(value, "protocol")) ?? "TCP";
  return typeof name === "string" && typeof port === "number" ? [{ name, port, protocol }] : [];
}
