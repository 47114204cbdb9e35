import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { differences } from "./differences";
import { ownersOf } from "./managers";
import { digestOf, objectKey } from "./object-key";

/** What a resource consists of, as its state tells it: by key, the digest of what each object should be. */
export type Digests = Readonly<Record<string, string>>;

/** Of what should be there. */
export function digestsOf(objects: readonly KubeObject[], home: string): Digests {
  return Object.fromEntries(objects.map((object) => [objectKey(object, home), digestOf(object)]));
}

/** A live object beside what it should be. */
export interface Pair {
  readonly wanted: KubeObject;
  /** @default - it is gone */
  readonly found: KubeObject | undefined;
}

/** What the state tells of one object: its digest, or in one line what is other and who wrote that. */
export async function standingOf({ wanted, found }: Pair, cluster: Cluster): Promise<string> {
  if (found === undefined) return "missing";
  const fields = differences(wanted, found);
  if (fields.length === 0) return digestOf(wanted);
  // Lists come without their managers; only for what changed they are asked for.
  const whole = await cluster.get(refOf(wanted));
  const [owner] = whole === undefined ? [] : ownersOf(whole, fields);
  return `changed${owner === undefined ? "" : ` by ${owner.manager}`}: ${fields.join(", ")}`;
}
