import { randomBytes } from "node:crypto";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { ANNOTATIONS } from "../../model/tenant/spec/labels";
import { annotated, withoutAnnotations } from "./annotated";

/** The mark on a namespace of who makes or holds what belongs to it, and the version of the namespace that was written with it. */
export interface Mark {
  readonly text: string;
  /** Whether it stands as that of what is made already. @default false */
  readonly isMade?: boolean;
  readonly resourceVersion?: unknown;
}

/**
 * A namespace whose tenant is being made: who is stopped in between may go on with another spec, or remove it, for it is
 * protected no sooner than it is made.
 *
 * @param mark - by whom
 */
export function asUnfinished(namespace: KubeObject, mark: string): KubeObject {
  return annotated(withoutAnnotations(namespace, [ANNOTATIONS.protected]), { [ANNOTATIONS.unfinished]: mark });
}

/** A namespace whose tenant is whole. @param mark - as of `asUnfinished` */
export function asMade(namespace: KubeObject, mark: string): KubeObject {
  return annotated(namespace, { [ANNOTATIONS.madeBy]: mark });
}

/** A namespace with a mark on it. */
export function asMarked(namespace: KubeObject, mark: Mark): KubeObject {
  return mark.isMade === true ? asMade(namespace, mark.text) : asUnfinished(namespace, mark.text);
}

/** Who made what belongs to a namespace, or took it over last. */
export function makerOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[ANNOTATIONS.madeBy];
}

/** Who makes the tenant of a namespace, or was stopped before its end; nothing once it is made. */
export function markOn({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[ANNOTATIONS.unfinished];
}

/** Whether a mark is the one that stands on a namespace. */
export function isMarkedBy(namespace: KubeObject, { text, isMade }: Mark): boolean {
  const unfinished = markOn(namespace);
  return isMade === true ? unfinished === undefined && (makerOf(namespace) ?? "") === text : unfinished === text;
}

/** Whether an apply that made the tenant was stopped before its end: no state holds it. */
export function isUnfinished(namespace: KubeObject): boolean {
  return markOn(namespace) !== undefined;
}

/** The mark of what is held. @param holder - default: a new one */
export function heldMark(holder = newMark()): Mark {
  return { text: holder, isMade: true };
}

/** A mark that nobody has written yet. @param maker - default: somebody new */
export function newMark(maker = makerId()): string {
  return `held by ${maker} since ${new Date().toISOString()}`;
}

/** Who wrote a mark. */
export function makerIn(mark: string): string | undefined {
  return /\bby ([0-9a-f]{12})\b/.exec(mark)?.[1];
}

/** Tells one maker from all others. */
export function makerId(): string {
  return randomBytes(6).toString("hex");
}
