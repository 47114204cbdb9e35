import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster, KindRef, ListOptions } from "../../kube/cluster";
import { KubeError } from "../../kube/kube-error";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { messageOf } from "../../support/errors";

/** Reconciles the objects of one kind, one by one. */
export interface Controller {
  readonly kind: KindRef;
  readonly select?: ListOptions;
  /** Reconciles one object; called repeatedly. */
  reconcile(object: KubeObject): Promise<void>;
  /** The object of that uid is gone. */
  forget?(uid: string): void;
}

/** How long a watch lasts before everything is listed again, in case an event was missed. */
const RESYNC_MS = 20_000;
const RETRY_MS = 250;

/** Runs a controller until the signal aborts. Its own failures are logged, never thrown. */
export async function runController(cluster: Cluster, controller: Controller, signal: AbortSignal): Promise<void> {
  const loop = new Loop(cluster, controller, signal);
  while (!signal.aborted) {
    try {
      await loop.round();
    } catch (error) {
      if (isAborted(signal)) return;
      report(controller, error);
      await sleep(RETRY_MS);
    }
  }
}

class Loop {
  private readonly known = new Set<string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly controller: Controller,
    private readonly signal: AbortSignal,
  ) {}

  /** The watch begins before the list, so that nothing is missed between the two. */
  async round(): Promise<void> {
    const end = new AbortController();
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(RESYNC_MS), end.signal]);
    try {
      await Promise.all([this.follow(signal), this.listAll()]);
    } finally {
      end.abort();
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    for await (const event of this.cluster.watch(this.controller.kind, { ...this.controller.select, signal })) {
      if (event.type === "DELETED") this.forget(uidOf(event.object));
      else if (event.type !== "BOOKMARK") this.look(event.object);
    }
  }

  private async listAll(): Promise<void> {
    const objects = await this.cluster.list(this.controller.kind, this.controller.select);
    const present = new Set(objects.map(uidOf));
    for (const uid of this.known) if (!present.has(uid)) this.forget(uid);
    for (const object of objects) this.look(object);
  }

  private look(object: KubeObject): void {
    this.known.add(uidOf(object));
    this.controller.reconcile(object).catch((error: unknown) => {
      if (!isOvertaken(error) && !isAborted(this.signal)) report(this.controller, error);
    });
  }

  private forget(uid: string): void {
    this.known.delete(uid);
    this.controller.forget?.(uid);
  }
}

export function uidOf(object: KubeObject): string {
  return typeof object.metadata.uid === "string" ? object.metadata.uid : "";
}

/** A conflict: the object is gone, changed or already there. */
function isOvertaken(error: unknown): boolean {
  return error instanceof KubeError && (error.code === 404 || error.code === 409);
}

/** Asked again after each wait: the signal changes while one waits. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function report({ kind }: Controller, error: unknown): void {
  process.stderr.write(`${new Date().toISOString()} ${kind.kind}: ${messageOf(error)}\n`);
}
