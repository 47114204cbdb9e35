import type { ApplyOptions, Cluster, ObjectRef } from "../../src/kube/cluster";
import { KubeError } from "../../src/kube/kube-error";
import { listIn, objectIn, textIn } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";

/** What an API server makes of a request that a policy is to refuse. */
export type Verdict = "pass" | "refuse" | KubeError;

/** Objects in memory, and an API server that judges by a new policy when a test says so. */
export class GuardingCluster {
  readonly objects = new Map<string, KubeObject>();
  /** Dry runs, each with how many policies and bindings stood then. */
  readonly asked: { readonly name: string; readonly standing: number }[] = [];
  opened = 0;
  closed = 0;
  onAsked: () => void = () => undefined;

  /** @param verdicts - one request after the other; the last one for good */
  constructor(private readonly verdicts: readonly Verdict[]) {}

  get cluster(): Cluster {
    return this.port(new AbortController().signal);
  }

  /** Names of objects of a kind. */
  names(kind: string): readonly string[] {
    return [...this.objects.values()].filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
  }

  private port(signal: AbortSignal): Cluster {
    const cluster: Partial<Cluster> = {
      server: "https://guarding",
      until: (end) => this.port(end),
      anew: () => ((this.opened += 1), this.port(signal)),
      close: () => void (this.closed += 1),
      get: (ref) => Promise.resolve(this.objects.get(keyOf(ref))),
      list: ({ kind }) => Promise.resolve([...this.objects.values()].filter((one) => one.kind === kind)),
      apply: (object, options) =>
        signal.aborted ? Promise.reject(ended()) : Promise.resolve().then(() => this.apply(object, options)),
      delete: (ref) => (signal.aborted ? Promise.reject(ended()) : Promise.resolve(this.objects.delete(keyOf(ref)))),
    };
    return cluster as Cluster;
  }

  private apply(object: KubeObject, { dryRun }: ApplyOptions): KubeObject {
    if (dryRun !== true) {
      this.objects.set(keyOf({ ...object, name: object.metadata.name }), object);
      return object;
    }
    const verdict = this.verdicts[Math.min(this.asked.length, this.verdicts.length - 1)] ?? "pass";
    const standing = [...this.objects.values()].filter(({ kind }) => kind.startsWith("ValidatingAdmissionPolicy"));
    this.asked.push({ name: object.metadata.name, standing: standing.length });
    this.onAsked();
    if (verdict instanceof KubeError) throw verdict;
    if (verdict === "pass" || !this.isMarked(object.metadata.name)) return object;
    throw new KubeError(
      `networkpolicies.networking.k8s.io "${object.metadata.name}" is forbidden: ValidatingAdmissionPolicy 'hikube-in-force' with binding 'hikube-in-force' denied request: no`,
      403,
      "Forbidden",
    );
  }

  /** Whether the binding that stands is about a request of this name. */
  private isMarked(name: string): boolean {
    const binding = this.objects.get("ValidatingAdmissionPolicyBinding hikube-in-force");
    const rules = listIn(objectIn(objectIn(binding?.spec).matchResources).resourceRules).map(objectIn);
    return rules.some(({ resourceNames }) => listIn(resourceNames).map(textIn).includes(name));
  }
}

function keyOf({ kind, name }: Pick<ObjectRef, "kind" | "name">): string {
  return `${kind} ${name}`;
}

function ended(): KubeError {
  const cause = Object.assign(new Error("This operation was aborted"), { name: "AbortError" });
  return new KubeError("the call was ended", 0, "NoAnswer", { cause });
}
