import type { Cluster, ObjectRef } from "../../../kube/cluster";
import type { KubeObject } from "../../../model/kubernetes/kube-object";
import { DiagnosticError, type ValueRecord } from "../../../plugin";
import { parsePattern } from "../../go-text";
import { poll, type PollOptions } from "../../../kube/poll";
import { blockOf, listOf, recordOf, textMapOf, textOf } from "../../../kube-provider/values";
import { listIn, objectIn } from "../../../model/json";
import { unsupported } from "../unsupported";

/** What to wait for. */
export interface Readiness {
  /** As an error names it. */
  readonly name: "conditions" | "field matchers";
  readonly isReady: (object: KubeObject) => boolean;
}

/**
 * What the configuration wants to wait for; `undefined` where it wants nothing.
 *
 * @throws DiagnosticError for a pattern that is none, and for `rollout`, which is not served
 */
export function readinessOf(config: ValueRecord): Readiness | undefined {
  const wait = blockOf(config.wait);
  if (wait.rollout === true) throw unsupported("wait.rollout of kubernetes_manifest", ["wait", 0]);
  const conditions = listOf(wait.condition).map(recordOf);
  if (conditions.length > 0) {
    return {
      name: "conditions",
      isReady: (object) => conditions.every((condition) => hasCondition(object, condition)),
    };
  }
  const fields = textMapOf(wait.fields ?? recordOf(config.wait_for).fields);
  const patterns = Object.entries(fields).map(([path, text]) => [steps(path), pattern(text)] as const);
  if (patterns.length === 0) return undefined;
  const isReady = (object: KubeObject): boolean =>
    patterns.every(([path, matches]) => matches.test(printed(valueAt(object, path))));
  return { name: "field matchers", isReady };
}

/**
 * Waits until the object is ready, and gives its last version.
 *
 * @throws DiagnosticError once the time is over
 */
export async function waitUntilReady(
  cluster: Cluster,
  ref: ObjectRef,
  { isReady, name, ...options }: PollOptions & Readiness,
): Promise<KubeObject> {
  const found = await poll(async () => {
    const object = await cluster.get(ref);
    return object !== undefined && isReady(object) ? object : undefined;
  }, options);
  if (found !== undefined) return found;
  throw new DiagnosticError("Operation timed out", `timed out waiting on ${name}`);
}

function hasCondition(object: KubeObject, wanted: ValueRecord): boolean {
  return listIn(objectIn(object.status).conditions)
    .map(objectIn)
    .some(
      ({ type, status }) =>
        type === textOf(wanted.type) && (wanted.status === null || status === textOf(wanted.status)),
    );
}

function pattern(text: string): RegExp {
  const found = text === "*" ? /.*/ : parsePattern(text);
  if (found === undefined) throw new DiagnosticError(`invalid regular expression: "${text}"`, undefined, ["wait", 0]);
  return found;
}

/** `status.conditions[0].type` or `metadata.annotations["a.b/c"]`. */
function steps(path: string): string[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[([0-9]+)\]|([^.[\]]+)/g)].map(
    ([, key, index, name]) => key ?? index ?? name ?? "",
  );
}

function valueAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (Array.isArray(value) ? listIn(value)[Number(step)] : objectIn(value)[step]),
    object,
  );
}

/** A field that is not there matches nothing but an empty pattern. */
function printed(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
