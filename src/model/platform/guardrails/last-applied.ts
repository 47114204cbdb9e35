import type { Validation, Variable } from "./guardrail";
import { printedBytes, type State } from "./measure";

/** `kubectl apply` keeps what was applied in the object itself, by which it finds what was taken away since. */
const ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

/** A copy of a small object may be longer than the object, which has no more white space and no defaults in it. */
const ROOM = 4096;

/** CEL variable: bytes of that copy in `variables.<state>`, quoted as they are where the whole is printed. */
export function lastApplied(state: State): Variable {
  const annotations = `variables.${state}.?metadata.?annotations`;
  return {
    name: `${state}Applied`,
    expression: `'${ANNOTATION}' in ${annotations}.orValue(dyn({})) ? ${printedBytes(`${annotations}.orValue(dyn({}))['${ANNOTATION}']`)} : 0`,
  };
}

/** Refuses what is no copy: quotes in it are quoted again, so that it is up to twice as long as the rest of the object. */
export function lastAppliedIsACopy(isMeasured: string, exempt: string): readonly Validation[] {
  const most = `2 * variables.nowBytes + ${ROOM}`;
  return [
    {
      expression: `!${isMeasured} || variables.nowApplied <= ${most} || variables.nowApplied <= variables.beforeApplied || ${exempt}`,
      message: `the annotation ${ANNOTATION} is not a copy of this object`,
      messageExpression: `!${isMeasured} ? '' : 'the annotation ${ANNOTATION} takes ' + string(variables.nowApplied) + ' bytes; allowed here: a copy of this ' + request.kind.kind + ', at most ' + string(${most}) + '; or use server-side apply: kubectl apply --server-side'`,
    },
  ];
}
