import { textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { DiagnosticError, type Diagnostics, type PrivateState } from "../../plugin";
import type { HikubeClient } from "../client";
import { NAMESPACE } from "../objects/live";
import { makerOf, type Mark } from "./record";

/**
 * Who holds a tenant: the resource whose state keeps the mark that stands on its namespace. Whoever makes the tenant or takes it over
 * writes a mark of its own, so that a state which held it before finds out, and leaves it alone.
 */
export function keptHold(namespace: KubeObject | undefined, { text }: Mark): PrivateState {
  return { holder: text, uid: textIn(namespace?.metadata.uid) };
}

/** The mark that a state keeps. `undefined` where the tenant was imported, or another engine made it: then nothing is known. */
export function holderIn({ holder }: PrivateState): string | undefined {
  return textIn(holder) || undefined;
}

/** Whether somebody else made the tenant, or took it over, since this state wrote it. */
export function isHeldElsewhere(namespace: KubeObject | undefined, kept: PrivateState): boolean {
  const own = holderIn(kept);
  if (namespace === undefined || own === undefined) return false;
  const now = makerOf(namespace);
  if (now !== undefined) return now !== own;
  // It is not finished, or another engine made it. A namespace that comes back from a backup brings its mark along.
  const uid = textIn(kept.uid);
  return uid !== "" && namespace.metadata.uid !== uid;
}

/** Tells of a tenant that this state holds no more: nothing that is planned of it is done. */
export function warnOfHolder(name: string, diagnostics: Diagnostics): void {
  diagnostics.warning(titleOf(name), `Its changes here are refused, and its removal leaves it as it is. ${WAYS(name)}`);
}

/** Tells of a tenant whose resource goes, and which stays. */
export function warnOfForgotten(name: string, diagnostics: Diagnostics): void {
  diagnostics.warning(titleOf(name), "Only this state forgets it: the tenant stays with all that is in it.");
}

interface Asked {
  readonly kept: PrivateState;
  readonly signal: AbortSignal;
}

/** Whether somebody else holds it at this moment. */
export async function isLost(client: HikubeClient, name: string, { kept, signal }: Asked): Promise<boolean> {
  return isHeldElsewhere(
    await client
      .cluster()
      .until(signal)
      .get({ ...NAMESPACE, name }),
    kept,
  );
}

/** @throws DiagnosticError where somebody else holds it at this moment */
export async function assertHeld(client: HikubeClient, name: string, asked: Asked): Promise<void> {
  if (!(await isLost(client, name, asked))) return;
  throw new DiagnosticError(titleOf(name), `Nothing of it was changed. ${WAYS(name)}`, ["namespace"]);
}

function titleOf(name: string): string {
  return `Another resource holds the tenant ${name} now`;
}

const WAYS = (name: string): string =>
  `An apply of another configuration, or of another resource of this one, has made it anew or taken it over since this state wrote it. Take it out here by a \`removed\` block with \`destroy = false\`, or \`terraform state rm ADDRESS\`. Where it belongs here, let go of it there, and then import it here: \`terraform import ADDRESS ${name}\`. [tenant-held-elsewhere]`;
