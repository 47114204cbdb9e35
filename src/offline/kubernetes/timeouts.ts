import { DiagnosticError, type PrivateState, type ValueRecord } from "../../plugin";
import { parseDuration } from "../../plugin/values/duration";
import { recordOf, textOf } from "../../kube-provider/values";
import type { Action, ObjectType } from "./object-type";
import { messageOf } from "../../support/errors";

const MINUTE_MS = 60_000;
/** What the old SDK waits where neither the configuration nor the resource type names a time. */
const DEFAULT_MINUTES = 20;
/** Where the old SDK keeps the times of a resource, in nanoseconds, beside its state: a destroy has no configuration. */
const PRIVATE_KEY = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/** How long an action may wait, in milliseconds. */
export function timeoutOf(type: ObjectType, action: Action, values: ValueRecord): number {
  return timeoutsOf(type, values)[action] ?? DEFAULT_MINUTES * MINUTE_MS;
}

/** What is stored beside the state, so that the real provider waits as long as this one. */
export function keptTimeouts(type: ObjectType, values: ValueRecord): PrivateState | undefined {
  const times = Object.entries(timeoutsOf(type, values)).map(([action, ms]) => [action, Math.round(ms * 1e6)] as const);
  return times.length === 0 ? undefined : { [PRIVATE_KEY]: Object.fromEntries(times) };
}

/** @throws DiagnosticError where a configured time is no duration */
export function checkTimeouts(type: ObjectType, config: ValueRecord): void {
  try {
    timeoutsOf(type, config);
  } catch (error) {
    throw new DiagnosticError(messageOf(error), undefined, ["timeouts"]);
  }
}

function timeoutsOf(type: ObjectType, values: ValueRecord): Readonly<Record<string, number>> {
  const defaults = Object.entries(type.timeouts ?? {}).map(
    ([action, minutes]) => [action, minutes * MINUTE_MS] as const,
  );
  const given = Object.entries(recordOf(values.timeouts))
    .filter(([, text]) => textOf(text) !== "")
    .map(([action, text]) => [action, parseDuration(textOf(text))] as const);
  return Object.fromEntries([...defaults, ...given]);
}
