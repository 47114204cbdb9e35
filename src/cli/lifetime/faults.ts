import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { MergePatch } from "../../model/tenant/suspension";
import { printableLine } from "../../model/printable";
import { messageOf } from "../../support/errors";

/** Some refusals quote the whole object. */
const SHOWN = 300;

/** Faults of some of many objects. None of them ends the walk: otherwise one object could stop it for all. */
export class Faults {
  private readonly byTitle = new Map<string, string>();

  /** One line each: what, and why. */
  get lines(): readonly string[] {
    return [...this.byTitle].map(([title, reason]) => printableLine(`${title}: ${reason}`));
  }

  has(title: string): boolean {
    return this.byTitle.has(title);
  }

  add(title: string, reason: string): void {
    this.byTitle.set(title, reason.length > SHOWN ? `${reason.slice(0, SHOWN)} …` : reason);
  }

  /** Does one thing of many; an object that is gone meanwhile is no fault. @returns whether it was done */
  async attempt(title: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isGone(error)) this.add(title, messageOf(error));
      return false;
    }
  }

  /** Patches one object of many. */
  async patch(cluster: Cluster, object: KubeObject, patch: MergePatch): Promise<boolean> {
    return this.attempt(titleOf(object), () => cluster.patch(refOf(object), "merge", patch));
  }
}

/** Its name in reports. */
export function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}

function isGone(error: unknown): boolean {
  return error instanceof KubeError && error.code === 404;
}

/** Whether the server refused the object as invalid: it may store it without the annotation. */
export function isInvalid(error: unknown): boolean {
  return error instanceof KubeError && error.code === 422;
}
