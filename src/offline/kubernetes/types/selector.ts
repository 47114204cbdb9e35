import type { Value, ValueRecord } from "../../../plugin";
import { listOf, recordOf, textMapOf, textOf, textsOf } from "../../../kube-provider/values";
import { defined, listIn, objectIn, textIn, textMapIn, textsIn, unlessEmpty } from "../../../model/json";

/** A label selector from its block; an empty block selects everything. */
export function expandSelector(selector: ValueRecord): Readonly<Record<string, unknown>> {
  const expressions = listOf(selector.match_expressions).map(recordOf);
  return defined<unknown>({
    matchLabels: unlessEmpty(textMapOf(selector.match_labels)),
    matchExpressions: unlessEmpty(
      expressions.map(({ key, operator, values }) =>
        defined<unknown>({
          key: textOf(key),
          operator: textOf(operator),
          values: unlessEmpty(textsOf(values)),
        }),
      ),
    ),
  });
}

/** The attributes of a label selector's block that are set. */
export function flattenSelector(selector: unknown): ValueRecord {
  const { matchLabels, matchExpressions } = objectIn(selector);
  const expressions = listIn(matchExpressions)
    .map(objectIn)
    .map(({ key, operator, values }) => ({
      key: textIn(key),
      operator: textIn(operator),
      values: textsIn(values),
    }));
  return defined<Value>({
    match_labels: unlessEmpty(textMapIn(matchLabels)),
    match_expressions: unlessEmpty(expressions),
  });
}
