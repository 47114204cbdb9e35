import { DiagnosticError } from "../diagnostic";
import type { AnyResource, Timed, Timeouts } from "../provider";
import type { Attribute, NestedBlock, Schema } from "../schema";
import { parseDuration } from "../values/duration";
import { isRecord, mapRecord } from "../values/guards";
import type { Value } from "../value";

/** The name of the attribute or block that users write, in every provider. */
export const TIMEOUTS = "timeouts";

const TIMED: readonly Timed[] = ["create", "read", "update", "delete"];

/** The schema with what users write to change the times. */
export function timedSchema(schema: Schema, timeouts: Timeouts): Schema {
  const times = mapRecord(timesOf(timeouts), (time, action) => timeAttribute(action, time));
  if (timeouts.as === "attribute") {
    const attribute: Attribute = { optional: true, nested: { nesting: "single", attributes: times } };
    return { ...schema, attributes: { ...schema.attributes, [TIMEOUTS]: attribute } };
  }
  const block: NestedBlock = { nesting: "single", block: { attributes: times } };
  return { ...schema, blocks: { ...schema.blocks, [TIMEOUTS]: block } };
}

function timeAttribute(action: string, time: string): Attribute {
  return {
    type: "string",
    optional: true,
    description: `How long a ${action} may take, ${time} where it is not set: such as "30s", "5m" or "1h30m".`,
    validate: (text) => durationFault(text),
  };
}

/** What is wrong with the declared times, one line a fault. */
export function timeoutFaults(where: string, schema: Schema, timeouts: Timeouts | undefined): readonly string[] {
  if (timeouts === undefined) return [];
  const times = timesOf(timeouts);
  const isTaken = [schema.attributes, schema.blocks].some((names) => names !== undefined && TIMEOUTS in names);
  return [
    ...(isTaken ? [`${where}.${TIMEOUTS}: is added by the resource's timeouts`] : []),
    ...(Object.keys(times).length === 0 ? [`${where}: timeouts need at least one action`] : []),
    ...Object.entries(times).flatMap(([action, time]) => {
      const fault = durationFault(time);
      return fault === undefined ? [] : [`${where}: the timeout of ${action}: ${fault}`];
    }),
  ];
}

function timesOf(timeouts: Timeouts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    TIMED.flatMap((action) => (timeouts[action] === undefined ? [] : [[action, timeouts[action]] as const])),
  );
}

function durationFault(text: string): string | undefined {
  try {
    parseDuration(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** One action of a resource, and what the user wrote for its time. */
export interface TimedAction {
  readonly timeouts: AnyResource["timeouts"];
  readonly action: Timed;
  readonly given: Value;
}

/** Calls with a signal that aborts, beside those that it does anyway, when the time of the action is over. */
export async function withinTime<T>(
  { timeouts = {}, action, given }: TimedAction,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const text = (isRecord(given) ? given[action] : undefined) ?? timeouts[action];
  if (typeof text !== "string") return call(signal);
  const over = new AbortController();
  const timer = setTimeout(
    () => {
      over.abort(timedOut(action, text));
    },
    Math.min(parseDuration(text), LONGEST_MS),
  );
  try {
    return await call(AbortSignal.any([signal, over.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** Node takes a longer one for none at all. */
const LONGEST_MS = 2 ** 31 - 1;

function timedOut(action: Timed, text: string): DiagnosticError {
  return new DiagnosticError(
    `The ${action} timed out after ${text}`,
    `What was asked for may have been done. Where it needs longer, set timeouts.${action} of the resource.`,
  );
}
