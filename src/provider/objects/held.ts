import { textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError, type Diagnostics, type PrivateState } from "../../plugin";
import type { HikubeClient } from "../client";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { NAMESPACE } from "./live";
import { isOthers } from "./managers";
import { asMade, isUnfinished, makerOf, newMark, type Mark } from "./mark";

/** Who a resource is; `undefined` for one that nothing marks. */
export function holderIn({ holder }: PrivateState): string | undefined {
  return textIn(holder) || undefined;
}

/**
 * Who holds a tenant, or the platform: the resource whose state keeps the mark that stands on its namespace. Whoever makes it or takes it over
 * writes a mark of its own, so that a state which held it before finds out, and leaves it alone.
 */
export function keptHold(namespace: KubeObject | undefined, { text }: Mark): PrivateState {
  return { holder: text, uid: textIn(namespace?.metadata.uid) };
}

/**
 * What a state keeps that reads a namespace and has no mark of its own, after an import or from an earlier version: the mark that stands
 * there, and the one that its first change will write. By the first it hears that another one has changed it, by the second it
 * knows its own change, should that be cut short.
 */
export function claimed(namespace: KubeObject, kept: PrivateState): PrivateState {
  const mark = makerOf(namespace);
  if (holderIn(kept) !== undefined || mark === undefined) return kept;
  return { ...kept, ...keptHold(namespace, { text: mark }), claim: newMark() };
}

/** The mark that a change writes. */
export function markOf(kept: PrivateState): string {
  return textIn(kept.claim) || (holderIn(kept) ?? newMark());
}

/**
 * Whether somebody else made it, or took it over, since this state wrote it.
 *
 * @param namespace - with its managers, as a list does not give it: a mark that others wrote tells nothing
 */
export function isHeldElsewhere(namespace: KubeObject | undefined, kept: PrivateState): boolean {
  const own = holderIn(kept);
  if (namespace === undefined || own === undefined) return false;
  const now = isOthers(namespace, MARK_FIELD) ? undefined : makerOf(namespace);
  if (now !== undefined) return now !== own && now !== kept.claim;
  // It is not finished, or another engine made it. A namespace that comes back from a backup brings its mark along.
  const uid = textIn(kept.uid);
  return uid !== "" && namespace.metadata.uid !== uid;
}

const MARK_FIELD = `metadata.annotations["${ANNOTATIONS.madeBy}"]`;

/** The namespace as the state that holds it says it: a mark that is gone, or another one, is drift. */
export function asHeld(namespace: KubeObject, found: KubeObject, kept: PrivateState): KubeObject {
  const text = holderIn(kept);
  const now = makerOf(found);
  // A change of its own was cut short before the state had its new mark.
  const isClaimed = now !== undefined && now === kept.claim;
  return text === undefined || isUnfinished(found) || isClaimed ? namespace : asMade(namespace, text);
}

/** What a state holds: a tenant, or the platform. */
export interface Held {
  /** E.g. `the tenant tenant-shop`. */
  readonly what: string;
  /** Its namespace, by which it is imported. */
  readonly namespace: string;
}

export function tenantAt(namespace: string): Held {
  return { what: `the tenant ${namespace}`, namespace };
}

/** Tells of what this state holds no more: nothing that is planned of it is done. */
export function warnOfHolder(held: Held, diagnostics: Diagnostics): void {
  diagnostics.warning(titleOf(held), `Its changes here are refused, and its removal leaves it as it is. ${WAYS(held)}`);
}

/** Tells of what stays though its resource goes. */
export function warnOfForgotten(held: Held, diagnostics: Diagnostics): void {
  diagnostics.warning(titleOf(held), "Only this state forgets it: it stays with all that is in it.");
}

type Client = Pick<HikubeClient, "cluster" | "live">;

interface Asked {
  readonly kept: PrivateState;
  /** @default - as long as a call takes */
  readonly signal?: AbortSignal;
}

/** Whether somebody else holds it, as far as the lists of this run tell: only where they say so it is asked for itself. */
export async function wasLost(client: Client, held: Held, kept: PrivateState): Promise<boolean> {
  return isHeldElsewhere(await client.live.get(NAMESPACE, held.namespace), kept) && isLost(client, held, { kept });
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

/** Why nothing is done to what another resource holds. */
export function heldElsewhere(held: Held): DiagnosticError {
  return new DiagnosticError(titleOf(held), `Nothing of it was changed. ${WAYS(held)}`);
}

function titleOf({ what }: Held): string {
  return `Another resource holds ${what} now`;
}

const WAYS = ({ namespace }: Held): string =>
  `An apply of another configuration, or of another resource of this one, has made it anew or taken it over since this state wrote it. Take it out here by a \`removed\` block with \`destroy = false\`, or \`terraform state rm ADDRESS\`. Where it belongs here, let go of it there, and then import it here: \`terraform import ADDRESS ${namespace}\`. [tenant-held-elsewhere]`;
