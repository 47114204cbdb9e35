import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { differences } from "./differences";
import { othersOf, type OtherOwner } from "./managers";
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

/** Whether a state tells nothing of an object but its digest. */
export function isDigest(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{12}$/.test(text);
}

/** How an object stood when the state was written, and which digest it should have. */
export interface Stored {
  /** @default - it was not there */
  readonly before: string | undefined;
  readonly digest: string;
}

/** What a state tells of an object, and who would write it again. */
export interface Standing {
  readonly text: string;
  /** Tools that declare fields which are other, such as Argo CD. @default - nobody does */
  readonly appliers?: readonly OtherOwner[];
}

/**
 * What the state tells of an object now. One that is about to change, because what it follows from changed, keeps the digest that it
 * was written with: the plan shows the change.
 */
export async function toldOf({ before, digest }: Stored, pair: Pair, cluster: Cluster): Promise<Standing> {
  if (isDigest(before) && before !== digest) return { text: before };
  return (await faultOf(pair, cluster)) ?? { text: digest };
}

/** In one line what is other, and who wrote that; nothing where all is right. */
async function faultOf({ wanted, found }: Pair, cluster: Cluster): Promise<Standing | undefined> {
  if (found === undefined) return { text: "missing" };
  const fields = differences(wanted, found);
  if (fields.length === 0) return undefined;
  // Lists come without their managers; only for what changed they are asked for.
  const whole = await cluster.get(refOf(wanted));
  const owners = whole === undefined ? [] : othersOf(whole, fields);
  const [owner] = owners;
  const text = `changed${owner === undefined ? "" : ` by ${owner.manager}`}: ${fields.join(", ")}`;
  return { text, appliers: owners.filter(({ applies }) => applies) };
}
