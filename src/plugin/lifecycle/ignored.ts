import { cached } from "../values/cached";
import { isNull, isRecord } from "../values/guards";
import { isWhollyKnown } from "../values/leaves";
import type { Attribute, Schema } from "../schema";
import type { PrivateState } from "../provider";
import type { Value, ValueRecord } from "../value";
import { pairPlanned } from "./pair";
import { someAttribute } from "./schema-facts";
import { transform, walk, type Map } from "./walk";

// For what `ignore_changes` names Terraform puts the stored value in the configuration of a plan, also for what only the
// provider says, and nobody can configure. It must be planned, and come back from the apply, as it is stored.

const hasOutputs = cached((block) => someAttribute(block, isOutput));

function isOutput({ computed, optional }: Attribute): boolean {
  return computed === true && optional !== true;
}

/** Whether Terraform is told to see no change of what only the provider says. */
export function isIgnoring(schema: Schema, config: ValueRecord | null): boolean {
  if (config === null || !hasOutputs(schema)) return false;
  let isGiven = false;
  walk(schema, [config], {
    attribute(attribute, { place: [value] }) {
      isGiven ||= isOutput(attribute) && !isNull(value);
      return !isGiven;
    },
  });
  return isGiven;
}

/** An answer with what only the provider says as it was given. */
export function withGiven(schema: Schema, answer: ValueRecord, given: ValueRecord): ValueRecord {
  const map: Map = (attribute, { place: [value, fixed = null] }): Value | undefined => {
    if (isOutput(attribute) && !isNull(fixed) && isWhollyKnown(fixed)) return fixed;
    return "nested" in attribute ? undefined : value;
  };
  return transform(schema, [answer, given], map, { pair: pairPlanned });
}

/** An apply is not told of it: the plan notes it beside the state. */
const MARK = "hikube.ignoring";

/** What a plan keeps beside the state. @param answer - of the author: anything; `undefined` where it is unchanged */
export function markedPrivate(answer: unknown, before: PrivateState, ignoring: boolean): unknown {
  if (!ignoring && !(MARK in before)) return answer;
  const own = answer === undefined ? withoutMark(before) : answer;
  return ignoring && isRecord(own) ? { ...(own as PrivateState), [MARK]: true } : own;
}

export function isMarked(kept: PrivateState): boolean {
  return kept[MARK] === true;
}

/** What of it is the author's. */
export function withoutMark(kept: PrivateState): PrivateState {
  return MARK in kept ? Object.fromEntries(Object.entries(kept).filter(([name]) => name !== MARK)) : kept;
}
