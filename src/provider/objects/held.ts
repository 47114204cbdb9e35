import { objectIn, textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError, type Diagnostics, type PrivateState } from "../../plugin";
import type { HikubeClient } from "../client";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { FORGOTTEN, heldTitle, type Held } from "./forgotten";
import { NAMESPACE } from "./live";
import { isOthers } from "./managers";
import { asMade, isUnfinished, makerIn, makerOf, newMark, type Mark } from "./mark";

/** Who a resource is; `undefined` for one that nothing marks. */
export function holderIn({ holder }: PrivateState): string | undefined {
  return textIn(holder) || undefined;
}

/**
 * Who holds a tenant, or the platform: the resource whose state keeps the mark that stands on its namespace. Whoever makes it, takes it
 * over or changes it writes another mark, so that every other state which holds it finds out, and leaves it alone. By who it names
 * a state knows its own: also of a change that was cut short, and of one that comes back from a backup.
 */
export function keptHold(namespace: KubeObject | undefined, { text }: Mark): PrivateState {
  return { holder: text, uid: textIn(namespace?.metadata.uid) };
}

/**
 * What a state keeps that reads a namespace and has no mark of its own, after an import or from an earlier version: the mark that
 * stands there, and who will have written its changes.
 */
export function claimed(namespace: KubeObject, kept: PrivateState): PrivateState {
  const mark = makerOf(namespace);
  if (holderIn(kept) !== undefined || mark === undefined) return kept;
  return { ...kept, ...keptHold(namespace, { text: mark }), claim: newMark() };
}

/**
 * What a plan keeps for a removal of which Terraform does not tell it: of each tenant that may be meant what its state keeps.
 *
 * @param all - by namespace
 */
export function keptOfEach(all: ReadonlyMap<string, PrivateState>): PrivateState {
  return { ofEach: Object.fromEntries(all) };
}

/** What of that concerns one tenant. */
export function keptFor(namespace: string, kept: PrivateState): PrivateState {
  return "ofEach" in kept ? objectIn(objectIn(kept.ofEach)[namespace]) : kept;
}

/** The mark that a change writes: another one each time. */
export function markOf(kept: PrivateState): string {
  return newMark(selfIn(kept));
}

function selfIn(kept: PrivateState): string | undefined {
  return makerIn(textIn(kept.claim) || (holderIn(kept) ?? ""));
}

/** Whether a mark is one that the state wrote, or met when it was imported. */
function isOwn(mark: string, kept: PrivateState): boolean {
  const maker = makerIn(mark);
  return mark === holderIn(kept) || (maker !== undefined && maker === selfIn(kept));
}

type Holder = "this" | "another" | "unknown";

/**
 * Whose a namespace is: of the state, or of another one. A mark that was taken away, or that others than this provider wrote,
 * does not tell, and of what is not finished there is none.
 *
 * @param namespace - with its managers, as a list does not give it
 */
function holderNow(namespace: KubeObject, kept: PrivateState): Holder {
  const own = holderIn(kept);
  const now = makerOf(namespace);
  if (own === undefined || (now !== undefined && isOwn(now, kept))) return "this";
  if (kept.isLost === true || (now !== undefined && !isOthers(namespace, MARK_FIELD))) return "another";
  // Another apply or another engine made it anew.
  const uid = textIn(kept.uid);
  if (uid !== "" && namespace.metadata.uid !== uid) return "another";
  return isUnfinished(namespace) ? "this" : "unknown";
}

/** Whether somebody else made it, changed it or took it over since this state wrote it. @param namespace - as of `holderNow` */
export function isHeldElsewhere(namespace: KubeObject | undefined, kept: PrivateState): boolean {
  return namespace !== undefined && holderNow(namespace, kept) === "another";
}

/**
 * Whether what is to be removed is still of the state that keeps this. It refuses what may be another's: a removal cannot be undone.
 *
 * @param namespace - as of `holderNow`
 * @throws DiagnosticError where the mark does not tell
 */
export function isHeldHere(held: Held, namespace: KubeObject, kept: PrivateState): boolean {
  const holder = holderNow(namespace, kept);
  if (holder === "unknown") throw holderUnknown(held);
  return holder === "this";
}

const MARK_FIELD = `metadata.annotations["${ANNOTATIONS.madeBy}"]`;

/** The namespace as the state that holds it says it: a mark that is gone, or another one, is drift. */
export function asHeld(namespace: KubeObject, found: KubeObject, kept: PrivateState): KubeObject {
  const text = holderIn(kept);
  const now = makerOf(found);
  const isRight = now !== undefined && isOwn(now, kept);
  return text === undefined || isUnfinished(found) || isRight ? namespace : asMade(namespace, text);
}

export function tenantAt(namespace: string): Held {
  return { what: `the tenant ${namespace}`, namespace };
}

/** Tells of what this state holds no more: nothing that is planned of it is done. */
export function warnOfHolder(held: Held, diagnostics: Diagnostics): void {
  diagnostics.warning(
    heldTitle(held),
    `Its changes here are refused, and its removal leaves it as it is. ${WAYS(held)}`,
  );
}

/** Tells of what is tainted and made anew, whoever holds it: Terraform tells of the former one in a refresh alone. */
export function warnOfUnread({ what }: Held, diagnostics: Diagnostics): void {
  diagnostics.warning(
    `Nobody knows whether this state still holds ${what}`,
    "It is tainted and was not refreshed. To make it anew deletes it with all that is in it, also where another configuration has taken it over since: plan without `-refresh=false`.",
  );
}

/** Tells of what stays though its resource goes. */
export function warnOfForgotten(held: Held, diagnostics: Diagnostics): void {
  diagnostics.warning(heldTitle(held), FORGOTTEN);
}

type Client = Pick<HikubeClient, "cluster" | "live">;

interface Asked {
  readonly kept: PrivateState;
  /** @default - as long as a call takes */
  readonly signal?: AbortSignal;
}

/** Whether somebody else holds it, as far as the lists of this run tell. */
export async function wasLost(client: Client, held: Held, kept: PrivateState): Promise<boolean> {
  return (await holderOf(client, held, kept)) === "another";
}

/** As `wasLost`, of what is to be removed. @throws DiagnosticError where the mark does not tell */
export async function mayStay(client: Client, held: Held, kept: PrivateState): Promise<boolean> {
  const holder = await holderOf(client, held, kept);
  if (holder === "unknown") throw holderUnknown(held);
  return holder === "another";
}

/** Lists come without managers: only where it is not this state's as they tell, it is asked for itself. */
async function holderOf(client: Client, { namespace: name }: Held, kept: PrivateState): Promise<Holder> {
  const listed = await client.live.get(NAMESPACE, name);
  if (listed === undefined || holderNow(listed, kept) === "this") return "this";
  const whole = await client.cluster().get({ ...NAMESPACE, name });
  return whole === undefined ? "this" : holderNow(whole, kept);
}

/** Whether somebody else holds it at this moment. */
export async function isLost(
  client: Pick<Client, "cluster">,
  { namespace }: Held,
  { kept, signal }: Asked,
): Promise<boolean> {
  const cluster = signal === undefined ? client.cluster() : client.cluster().until(signal);
  return isHeldElsewhere(await cluster.get({ ...NAMESPACE, name: namespace }), kept);
}

/** @throws DiagnosticError where somebody else holds it at this moment */
export async function assertHeld(client: Pick<Client, "cluster">, held: Held, asked: Asked): Promise<void> {
  if (await isLost(client, held, asked)) throw heldElsewhere(held);
}

/** Why nothing is done to what another resource holds, or nothing more. */
export function heldElsewhere(held: Held, undone = "Nothing of it was changed."): DiagnosticError {
  return new DiagnosticError(heldTitle(held), `${undone} ${WAYS(held)}`);
}

function holderUnknown({ what, namespace }: Held): DiagnosticError {
  return new DiagnosticError(
    `Nobody knows who holds ${what}`,
    `Its mark (the annotation \`${ANNOTATIONS.madeBy}\` of the namespace ${namespace}) was taken away or changed by hand, and another configuration may have written it. Nothing is deleted. Where it belongs here, apply it first as it is declared, which sets the mark back; or, where the code has it no more, take it in anew: \`terraform state rm ADDRESS\`, \`terraform import ADDRESS ${namespace}\`. Else leave it at \`terraform state rm ADDRESS\`. [tenant-held-elsewhere]`,
  );
}

const WAYS = ({ namespace }: Held): string =>
  `An apply of another configuration, or of another resource of this one, has made it anew, changed it or taken it over since this state wrote it. Take it out here by a \`removed\` block with \`destroy = false\`, or \`terraform state rm ADDRESS\`. Where it belongs here, let go of it there, and then import it here: \`terraform import ADDRESS ${namespace}\`. [tenant-held-elsewhere]`;
