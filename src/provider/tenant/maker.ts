import type { Cluster } from "../../kube/cluster";
import { refOf } from "../../kube/http-cluster";
import { ownersOf } from "../../kube/managed-fields";
import { poll } from "../../kube/poll";
import type { KubeObject, StringMap } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { putGuarded, versioned, writeOver } from "../objects/guarded";
import { FIELD_MANAGER } from "../objects/managers";
import { asMade, asMarked, asUnfinished, isMarkedBy, makerId, makerOf, markOn, type Mark } from "../objects/mark";
import { apply, type Writer } from "../objects/write";
import { lostTo } from "./disputed";
import { memberOn } from "./record";

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
  const lost = () => lostTo(cluster, namespace);
  const beginning = {
    object: marked(namespace, first, left),
    isOurs: (now: KubeObject) => markOn(now) === first || (left !== undefined && markOn(now) === markOn(left)),
    lost,
  };
  const taken = await putGuarded(cluster, beginning, (object) => cluster.apply(object, terms));
  if (left === undefined && memberOn(taken) !== undefined) {
    // It was made from beginning to end since it was looked for.
    await cluster.apply(marked(namespace), terms);
    throw await lost();
  }
  onBegun?.({ text: first });
  // Another text than the first: that one's manager then owns nothing more.
  const whole = {
    object: versioned(asUnfinished(namespace, text), taken.metadata.resourceVersion),
    isOurs: (now: KubeObject) => [first, text].includes(markOn(now) ?? ""),
    lost,
  };
  const made = await putGuarded(cluster, whole, (object) => apply({ cluster }, object));
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
 * Takes over what was written: who held it finds another mark than its own. Until then a finished tenant stays its holder's, so that
 * an apply that is cut short takes nothing.
 *
 * @param former - the mark of who held it
 * @throws DiagnosticError where somebody else took it meanwhile
 */
export async function takenOver(writer: Writer, namespace: KubeObject, former: Mark): Promise<Mark> {
  const mark: Mark = { text: `taken over by ${makerId()}`, isMade: true };
  const isOurs = (now: KubeObject) => isMarkedBy(now, former) || isMarkedBy(now, mark);
  await writeOver(writer, { object: asMarked(namespace, mark), isOurs, lost: () => lostTo(writer.cluster, namespace) });
  return mark;
}

/** Writes the namespace of a tenant again, as long as a mark stands there. @throws DiagnosticError where another one does */
export async function rewritten(writer: Writer, namespace: KubeObject, mark: Mark): Promise<void> {
  const isOurs = (now: KubeObject) => isMarkedBy(now, mark);
  await writeOver(writer, { object: asMarked(namespace, mark), isOurs, lost: () => lostTo(writer.cluster, namespace) });
}

/**
 * Takes the mark away, and says who made it: where the answer is lost, nothing else tells it from one of just this spec that
 * somebody else has made.
 *
 * @throws DiagnosticError where somebody else took the tenant for what was left
 */
export async function finished({ cluster, live }: Writer, namespace: KubeObject, mark: Mark): Promise<void> {
  const ending = {
    object: versioned(asMade(namespace, mark.text), mark.resourceVersion),
    isOurs: (now: KubeObject) => [markOn(now), makerOf(now)].includes(mark.text),
    lost: () => lostTo(cluster, namespace),
  };
  live.put(await putGuarded(cluster, ending, (object) => apply({ cluster }, object)));
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
