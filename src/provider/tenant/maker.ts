import { randomBytes } from "node:crypto";
import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { KubeError } from "../../kube/kube-error";
import { ownersOf } from "../../kube/managed-fields";
import { poll } from "../../kube/poll";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { FIELD_MANAGER } from "../objects/managers";
import { apply, explainedWrite, type Writer } from "../objects/write";
import { lostTo } from "./disputed";
import { asMade, asMarked, asUnfinished, makerOf, markOn, memberOn, type Mark } from "./record";

/**
 * For so long what another apply began is watched before it is taken for the rest of one that was killed, in milliseconds from its
 * last write: an apply that goes on writes again, or ends.
 */
const GOES_ON_WITHIN_MS = 5_000;

/** Whose tenant is to be made, and where. */
export interface Making {
  /** The namespace as it is to be. */
  readonly namespace: KubeObject;
  /** What an apply began that did not end. @default - there is no namespace */
  readonly rest?: KubeObject | undefined;
  /** Whether it is somebody's namespace that is taken over. @default false */
  readonly adopts?: boolean;
  readonly signal: AbortSignal;
  /** Is told each mark as soon as it stands: from the first one on there is something of the tenant. */
  readonly onBegun?: ((mark: Mark) => void) | undefined;
}

/**
 * Writes the namespace for one maker. Of two who begin at once the second is refused: the first mark is a field of a manager of its
 * own, so that a server-side apply creates the namespace or conflicts, and may be repeated.
 *
 * @returns the mark under which the maker goes on
 * @throws DiagnosticError where somebody else makes the tenant at this moment, or has made it
 */
export async function begun({ cluster, live }: Writer, making: Making): Promise<Mark> {
  const { namespace, rest, adopts = false, onBegun } = making;
  const id = makerId();
  const [first, text] = adopts
    ? [`${ADOPTED} by ${id}`, `${ADOPTED} and made by ${id}`]
    : [`begun by ${id}`, `made by ${id}`];
  const left = rest && (await leftBy(cluster, { ...making, rest }));
  const terms = { fieldManager: `${FIELD_MANAGER}-${id}`, force: left !== undefined };
  const taken = await written(cluster, {
    object: marked(namespace, first, left),
    put: (object) => cluster.apply(object, terms),
    isOurs: (now) => markOn(now) === first || (left !== undefined && markOn(now) === markOn(left)),
  });
  if (left === undefined && memberOn(taken) !== undefined) {
    // It was made from beginning to end since it was looked for.
    await cluster.apply(marked(namespace), terms);
    throw await lostTo(cluster, namespace);
  }
  onBegun?.({ text: first });
  // Another text than the first: that one's manager then owns nothing more.
  const made = await written(cluster, {
    object: versioned(asUnfinished(namespace, text), taken.metadata.resourceVersion),
    put: (object) => apply({ cluster }, object),
    isOurs: (now) => [first, text].includes(markOn(now) ?? ""),
  });
  live.put(made);
  onBegun?.({ text });
  return { text, resourceVersion: made.metadata.resourceVersion };
}

const ADOPTED = "adopted";

/** Whether somebody's namespace was about to be taken over: only who adopts it, too, goes on with that. */
export function isBeingAdopted(namespace: KubeObject): boolean {
  return markOn(namespace)?.startsWith(ADOPTED) === true;
}

/**
 * Takes over somebody's namespace. Of two who do so at once the second is refused. It counts as made as soon as the tenant is recorded:
 * as an unfinished one it would be anybody's, with all that is in it.
 */
export async function adopted(writer: Writer, making: Making): Promise<Mark> {
  const mark = await begun(writer, { ...making, adopts: true, onBegun: undefined });
  await finished(writer, making.namespace, mark);
  return { text: mark.text, isMade: true };
}

/**
 * Begins to take over a finished tenant, which stays its holder's until all is written: an apply that is cut short takes nothing.
 *
 * @returns the mark that stands there
 */
export async function takingOver({ cluster, live }: Writer, namespace: KubeObject): Promise<Mark> {
  const found = await cluster.get(refOf(namespace));
  const mark: Mark = { text: (found && makerOf(found)) ?? "", isMade: true };
  const isOurs = (now: KubeObject) => isMadeBy(now, mark);
  live.put(await over(cluster, { object: asMarked(namespace, mark), found, isOurs }));
  return mark;
}

/**
 * Takes over what was written: who held it finds another mark than its own.
 *
 * @param former - the mark of who held it
 * @throws DiagnosticError where somebody else took it meanwhile
 */
export async function takenOver({ cluster, live }: Writer, namespace: KubeObject, former: Mark): Promise<Mark> {
  const mark: Mark = { text: `taken over by ${makerId()}`, isMade: true };
  const found = await cluster.get(refOf(namespace));
  const isOurs = (now: KubeObject) => isMadeBy(now, former) || isMadeBy(now, mark);
  live.put(await over(cluster, { object: asMarked(namespace, mark), found, isOurs }));
  return mark;
}

function isMadeBy(namespace: KubeObject, { text }: Mark): boolean {
  return markOn(namespace) === undefined && (makerOf(namespace) ?? "") === text;
}

/** Writes over what was found, as long as that is what may be written over. */
async function over(
  cluster: Cluster,
  { object, found, isOurs }: Omit<Guarded, "put"> & { readonly found: KubeObject | undefined },
): Promise<KubeObject> {
  if (found === undefined || !isOurs(found)) throw await lostTo(cluster, object);
  const put = (versionedObject: KubeObject) => apply({ cluster }, versionedObject);
  return written(cluster, { object: versioned(object, found.metadata.resourceVersion), put, isOurs });
}

/** The mark of a tenant that is held. @param holder - default: a new one */
export function heldMark(holder = newMark()): Mark {
  return { text: holder, isMade: true };
}

/** A mark that nobody has written yet. */
export function newMark(): string {
  return `held by ${makerId()}`;
}

function makerId(): string {
  return randomBytes(6).toString("hex");
}

/**
 * Takes the mark away, and says who made it: where the answer is lost, nothing else tells it from one of just this spec that
 * somebody else has made.
 *
 * @throws DiagnosticError where somebody else took the tenant for what was left
 */
export async function finished({ cluster, live }: Writer, namespace: KubeObject, mark: Mark): Promise<void> {
  const made = await written(cluster, {
    object: versioned(asMade(namespace, mark.text), mark.resourceVersion),
    put: (object) => apply({ cluster }, object),
    isOurs: (now) => [markOn(now), makerOf(now)].includes(mark.text),
  });
  live.put(made);
}

/** A write that is refused where somebody else wrote since. */
interface Guarded {
  readonly object: KubeObject;
  readonly put: (object: KubeObject) => Promise<KubeObject>;
  /** Whether what is there now may be written over: its version alone is another, or the answer to the very call was lost. */
  readonly isOurs: (now: KubeObject) => boolean;
}

async function written(cluster: Cluster, { object, put, isOurs }: Guarded): Promise<KubeObject> {
  let version = object.metadata.resourceVersion;
  for (;;) {
    const answer = await unlessConflict(object, () => put(versioned(object, version)));
    if (answer !== undefined) return answer;
    const now = await cluster.get(refOf(object));
    if (now === undefined || !isOurs(now)) throw await lostTo(cluster, object);
    version = now.metadata.resourceVersion;
  }
}

/** What nobody goes on with; nothing where it went. The same tenant is finished at once: both would make the same. */
async function leftBy(
  cluster: Cluster,
  { namespace, rest, signal }: Making & { readonly rest: KubeObject },
): Promise<KubeObject | undefined> {
  if (isSameRecord(rest, namespace)) return rest;
  const timeoutMs = GOES_ON_WITHIN_MS - ageOf(rest);
  const isChanged = async () => {
    const now = await cluster.get(refOf(namespace));
    return now !== undefined && markOn(now) === markOn(rest) ? undefined : { now };
  };
  const changed = timeoutMs > 0 ? await poll(isChanged, { timeoutMs, signal }) : undefined;
  if (changed?.now !== undefined) throw await lostTo(cluster, namespace);
  return changed === undefined ? rest : undefined;
}

/** Since the provider wrote to it, in milliseconds, by this machine's clock. */
function ageOf(rest: KubeObject): number {
  const times = ownersOf(rest).flatMap(({ manager, time }) => (manager.startsWith(FIELD_MANAGER) ? [time] : []));
  const last = Date.parse(times.sort().at(-1) ?? "");
  return Number.isNaN(last) ? Infinity : Math.max(0, Date.now() - last);
}

function isSameRecord(one: KubeObject, other: KubeObject): boolean {
  const [left, right] = [one, other].map(({ metadata }) => metadata.annotations?.[ANNOTATIONS.spec]);
  return left !== undefined && left === right;
}

/** The mark alone; of what is left its version, so that only one takes it. */
function marked({ apiVersion, kind, metadata: { name } }: KubeObject, mark?: string, left?: KubeObject): KubeObject {
  const annotations: StringMap = mark === undefined ? {} : { [ANNOTATIONS.unfinished]: mark };
  return versioned({ apiVersion, kind, metadata: { name, annotations } }, left?.metadata.resourceVersion);
}

function versioned(object: KubeObject, resourceVersion: unknown): KubeObject {
  return resourceVersion === undefined ? object : { ...object, metadata: { ...object.metadata, resourceVersion } };
}

/** Nothing where somebody else wrote it. */
function unlessConflict(namespace: KubeObject, call: () => Promise<KubeObject>): Promise<KubeObject | undefined> {
  return explainedWrite(namespace, () =>
    call().catch((error: unknown) => {
      if (error instanceof KubeError && error.reason === "Conflict") return undefined;
      throw error;
    }),
  );
}
