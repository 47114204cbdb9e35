import { equivalent } from "../sdkv2/equivalent";
import { recordOf, textMapOf } from "../../kube-provider/values";
import type { Value, ValueRecord } from "../../plugin";

/** One step of a JSON patch; `add` also replaces. @see https://www.rfc-editor.org/rfc/rfc6902 */
export type PatchOperation =
  | { readonly op: "add"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

/** What is there and what shall be. */
export interface Difference {
  readonly state: ValueRecord;
  readonly plan: ValueRecord;
}

/** Whether one attribute or block differs. */
export function differs(name: string, { state, plan }: Difference): boolean {
  return !equivalent(state[name] ?? null, plan[name] ?? null);
}

/** Sets a member of the object, if the attribute that it is made from differs. */
export function setIfChanged(
  name: string,
  difference: Difference,
  member: { readonly path: string; readonly value: (planned: Value) => unknown },
): PatchOperation[] {
  if (!differs(name, difference)) return [];
  return [{ op: "add", path: member.path, value: member.value(difference.plan[name] ?? null) }];
}

/**
 * Changes a map of strings key by key, so that keys of others stay. A map of which nothing was ours
 * is written as a whole: it may not be there yet.
 */
export function patchMap(path: string, state: Value | undefined, plan: Value | undefined): PatchOperation[] {
  const [before, after] = [textMapOf(state), textMapOf(plan)];
  if (equivalent(recordOf(state), recordOf(plan))) return [];
  if (Object.keys(before).length === 0) return [{ op: "add", path, value: after }];
  const at = (key: string): string => `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return [
    ...Object.keys(before)
      .filter((key) => !Object.hasOwn(after, key))
      .map((key): PatchOperation => ({ op: "remove", path: at(key) })),
    ...Object.entries(after)
      .filter(([key, value]) => !Object.hasOwn(before, key) || before[key] !== value)
      .map(([key, value]): PatchOperation => ({ op: "add", path: at(key), value })),
  ];
}
