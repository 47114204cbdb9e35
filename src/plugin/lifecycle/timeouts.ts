import { DiagnosticError } from "../diagnostic";
import type { OpenTimeout } from "../ephemeral";
import type { ReadTimeout, Timed, Timeouts } from "../provider";
import type { Attribute, NestedBlock, Schema } from "../schema";
import { parseDuration } from "../values/duration";
import { excerpt } from "../values/excerpt";
import { isRecord, mapRecord } from "../values/guards";
import type { Value, ValueRecord } from "../value";

/** The name of the attribute or block that users write, in every provider. */
export const TIMEOUTS = "timeouts";

/** What an author declares for a resource, a data source or an ephemeral resource. */
export type AnyTimeouts = Timeouts | ReadTimeout | OpenTimeout;

/** What may have a time. */
const ACTIONS = {
  resource: ["create", "read", "update", "delete"],
  "data source": ["read"],
  "ephemeral resource": ["open"],
} as const satisfies Readonly<Record<string, readonly Action[]>>;

type Action = Timed | "open";

/** The schema with what users write to change the times. */
export function timedSchema(schema: Schema, timeouts: AnyTimeouts): Schema {
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
export function timeoutFaults(
  kind: keyof typeof ACTIONS,
  name: string,
  { schema, timeouts }: { readonly schema: Schema; readonly timeouts?: AnyTimeouts },
): readonly string[] {
  if (timeouts === undefined) return [];
  const where = `${kind} ${name}`;
  const times = timesOf(timeouts);
  const isTaken = [schema.attributes, schema.blocks].some((names) => names !== undefined && TIMEOUTS in names);
  return [
    ...(isTaken ? [`${where}.${TIMEOUTS}: is added by the ${kind}'s timeouts`] : []),
    ...(Object.keys(times).length === 0 ? [`${where}: timeouts need at least one action`] : []),
    ...Object.entries(times).flatMap(([action, time]) => {
      const isKnown = ACTIONS[kind].some((known) => known === action);
      const fault = isKnown ? durationFault(time) : `a ${kind} can have one for ${ACTIONS[kind].join(", ")} only`;
      return fault === undefined ? [] : [`${where}: the timeout of ${action}: ${fault}`];
    }),
  ];
}

function timesOf(timeouts: AnyTimeouts): Readonly<Record<string, string>> {
  const declared: readonly (readonly [string, string | undefined])[] = Object.entries(timeouts);
  return Object.fromEntries(
    declared.flatMap(([action, time]) => (action === "as" || time === undefined ? [] : [[action, time]])),
  );
}

function durationFault(text: string): string | undefined {
  try {
    return parseDuration(text) > 0
      ? undefined
      : `the time must be longer than ${JSON.stringify(excerpt(text))}; write for example 30s, 5m or 1h30m`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A configuration, plan or state as the author gets it. */
export function withoutTimes(record: ValueRecord): ValueRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== TIMEOUTS));
}

/** One action, and what the user wrote for its time. */
export interface TimedAction {
  readonly timeouts: AnyTimeouts | undefined;
  readonly action: Action;
  readonly given: Value;
}

/** Calls with a signal that aborts, beside those that it does anyway, when the time of the action is over. */
export async function withinTime<T>(
  { timeouts = {}, action, given }: TimedAction,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const text = (isRecord(given) ? given[action] : undefined) ?? timesOf(timeouts)[action];
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

function timedOut(action: Action, text: string): DiagnosticError {
  return new DiagnosticError(
    `The ${action} timed out after ${excerpt(text)}`,
    `${action === "read" ? "" : "What was asked for may have been done. "}Where it needs longer, set timeouts.${action}.`,
  );
}
