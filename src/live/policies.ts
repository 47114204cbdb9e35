import { named } from "../kube/keep";
import type { WorkLimits } from "../connectivity/work";
import type { KubeObject } from "../model/kubernetes/kube-object";

/** The kind that decides on ways. */
export const POLICY = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };

/**
 * A tenant's policies for its own pods cost at most its own cell, and less than a second in all; the platform's
 * policies decide between tenants, and may take some ten seconds on a large cluster.
 */
export const LIVE_LIMITS: WorkLimits = { across: [2_000_000, 20_000_000], inside: [50_000, 1_000_000] };

/** Labels of the pods that are added to a namespace to stand for those that its policies mean. */
export const STAND_IN_LABELS = 2_000;

/** A policy or pod of fewer bytes costs nothing: what is larger was written to be. */
const FREE_BYTES = 2_048;
/** For all larger ones of a namespace. In memory they take some times as much. */
const LARGE_BYTES = 4_194_304;

/** What the large objects of each namespace may take; once they take more, no large one is held. */
export class Budget {
  private readonly spent = new Map<string, number>();

  /** The object, or no more of it than which one it is. */
  spend(object: KubeObject): KubeObject {
    const { namespace = "" } = object.metadata;
    const bytes = JSON.stringify(object).length;
    if (bytes <= FREE_BYTES) return object;
    const spent = (this.spent.get(namespace) ?? 0) + bytes;
    this.spent.set(namespace, spent);
    return spent <= LARGE_BYTES ? object : { ...named(object), spec: { podSelector: {} } };
  }

  get crowded(): readonly string[] {
    return [...this.spent].filter(([, bytes]) => bytes > LARGE_BYTES).map(([namespace]) => namespace);
  }
}

/** Of a policy what it says; the rest its author may have filled. */
export function withSpec(policy: KubeObject): KubeObject {
  return { ...named(policy), spec: policy.spec };
}
