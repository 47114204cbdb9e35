import { show } from "../../model/issue";
import { shortened } from "../../model/printable";
import { listIn, numberIn, objectIn, textIn } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import type { Cluster, ObjectRef } from "../../kube/cluster";
import { poll } from "../../kube/poll";
import { recordOf, textMapOf } from "../../kube-provider/values";
import { DiagnosticError, type ValueRecord } from "../../plugin";
import { titleOf } from "./body";
import { isDefinition } from "./definitions";
import { reasonsOf } from "./reasons";

/** One thing that is waited for. */
interface Wanted {
  /** As a message names it, e.g. `condition Available = "True"`. */
  readonly title: string;
  readonly isMet: (object: KubeObject) => boolean;
}

/** What a configuration waits for; nothing where it says nothing. A definition is waited for until it is served. */
export function wantedBy({ wait }: ValueRecord, ref: ObjectRef): readonly Wanted[] {
  const { conditions, fields } = recordOf(wait);
  return [
    ...Object.entries({ ...(isDefinition(ref) ? { Established: "True" } : {}), ...textMapOf(conditions) }).map(
      conditionOf,
    ),
    ...Object.entries(textMapOf(fields)).map(fieldOf),
  ];
}

function conditionOf([type, status]: [string, string]): Wanted {
  return {
    title: `condition ${shortened(type)} = ${show(status)}`,
    isMet: (object) =>
      isObserved(objectIn(object.status), object) &&
      conditionsOf(object).some((one) => one.type === type && one.status === status && isObserved(one, object)),
  };
}

export function conditionsOf(object: KubeObject): readonly Readonly<Record<string, unknown>>[] {
  return listIn(objectIn(object.status).conditions).map(objectIn);
}

/** What a controller says of an older generation says nothing of this one. */
function isObserved(
  { observedGeneration: seen }: Readonly<Record<string, unknown>>,
  { metadata }: KubeObject,
): boolean {
  return typeof seen !== "number" || seen >= numberIn(metadata.generation);
}

function fieldOf([path, text]: [string, string]): Wanted {
  return {
    title: `${shortened(path)} = ${show(text)}`,
    isMet: (object) => {
      const found = printed(valueAt(object, path));
      return text === "*" ? found !== "" : found === text;
    },
  };
}

/** `status.conditions[0].type` or `metadata.annotations["a.b/c"]`. */
function valueAt(object: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)];
  return steps.reduce<unknown>(
    (value, [, key, index, name]) =>
      index === undefined ? objectIn(value)[key ?? name ?? ""] : listIn(value)[Number(index)],
    object,
  );
}

function printed(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

export interface WaitOptions {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** Aborts when Terraform asks to stop. */
  readonly stopping: AbortSignal;
  /** Whether values of the object may not be shown. @default false */
  readonly hidden?: boolean;
}

/**
 * Waits until everything is as wanted, and gives the last version of the object.
 *
 * @throws DiagnosticError what was waited for in vain, and why
 */
export async function waitedFor(
  cluster: Cluster,
  ref: ObjectRef,
  wanted: readonly Wanted[],
  { signal, stopping, hidden = false }: WaitOptions,
): Promise<KubeObject | undefined> {
  if (wanted.length === 0) return undefined;
  let last: KubeObject | undefined;
  const bounded = cluster.until(signal);
  const ask = async (): Promise<KubeObject | undefined> => {
    last = await bounded.get(ref);
    const object = last;
    return object !== undefined && wanted.every(({ isMet }) => isMet(object)) ? object : undefined;
  };
  try {
    return await poll(ask, { timeoutMs: Infinity, signal: AbortSignal.any([signal, stopping]) });
  } catch (error) {
    if (!signal.aborted && !stopping.aborted) throw error;
    const missing = wanted.filter(({ isMet }) => last === undefined || !isMet(last)).map(({ title }) => title);
    const reasons = last === undefined ? ["It does not exist any more."] : await reasonsOf(cluster, last, hidden);
    const why = signal.aborted ? textIn(objectIn(signal.reason).summary) : "Terraform asked to stop";
    const detail = [`${why}. Not reached: ${missing.join(", ")}.`, ...reasons].join("\n");
    throw new DiagnosticError(`${titleOf(ref)} is not ready`, detail, ["wait"]);
  }
}
