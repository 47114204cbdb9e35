import { textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError, type Diagnostics, type PrivateState } from "../../plugin";
import type { HikubeClient } from "../client";
import { holderIn } from "../manifest/holder";
import { NAMESPACE } from "../objects/live";
import { newMark } from "./maker";
import { makerOf, type Mark } from "./record";

/**
 * Who holds a tenant: the resource whose state keeps the mark that stands on its namespace. Whoever makes the tenant or takes it over
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

/** Whether somebody else made the tenant, or took it over, since this state wrote it. */
export function isHeldElsewhere(namespace: KubeObject | undefined, kept: PrivateState): boolean {
  const own = holderIn(kept);
  if (namespace === undefined || own === undefined) return false;
  const now = makerOf(namespace);
  if (now !== undefined) return now !== own && now !== kept.claim;
  // It is not finished, or another engine made it. A namespace that comes back from a backup brings its mark along.
  const uid = textIn(kept.uid);
  return uid !== "" && namespace.metadata.uid !== uid;
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

type Client = Pick<HikubeClient, "cluster">;

interface Asked {
  readonly kept: PrivateState;
  readonly signal: AbortSignal;
}

/** Whether somebody else holds it at this moment. */
export async function isLost(client: Client, { namespace }: Held, { kept, signal }: Asked): Promise<boolean> {
  const cluster = client.cluster().until(signal);
  return isHeldElsewhere(await cluster.get({ ...NAMESPACE, name: namespace }), kept);
}

/** @throws DiagnosticError where somebody else holds it at this moment */
export async function assertHeld(client: Client, held: Held, asked: Asked): Promise<void> {
  if (await isLost(client, held, asked)) {
    throw new DiagnosticError(titleOf(held), `Nothing of it was changed. ${WAYS(held)}`);
  }
}

function titleOf({ what }: Held): string {
  return `Another resource holds ${what} now`;
}

const WAYS = ({ namespace }: Held): string =>
  `An apply of another configuration, or of another resource of this one, has made it anew or taken it over since this state wrote it. Take it out here by a \`removed\` block with \`destroy = false\`, or \`terraform state rm ADDRESS\`. Where it belongs here, let go of it there, and then import it here: \`terraform import ADDRESS ${namespace}\`. [tenant-held-elsewhere]`;
