import { DiagnosticError } from "../diagnostic";
import { hasLongNumber, kindFault, mapNumbers, numberAs } from "../values/number-kind";
import { eachLeaf, someLeaf } from "../values/leaves";
import { isNumber } from "../values/number";
import { formatPath } from "./report";
import type { Collector } from "./collector";
import { cached } from "../values/cached";
import { someAttribute } from "./schema-facts";
import type { Attribute, Block, NumberKind } from "../schema";
import type { NumberValue, Value, ValueRecord } from "../value";
import { nestedBlockOf, transform, walk } from "./walk";

/** Whether an attribute's numbers come as bigint or `Decimal`, whatever their size. */
const hasOwnKinds = cached((block) => someAttribute(block, ({ as }) => as === "bigint" || as === "exact"));

/** Whether an attribute takes no fractions. */
const hasWhole = cached((block) => someAttribute(block, ({ as }) => as === "bigint" || as === "int"));

/**
 * A value of a schema as its author gets it: numbers are of the kind that each attribute asks for.
 *
 * @throws DiagnosticError where stored state does not fit the kind
 */
export function shown<R extends ValueRecord | null>(block: Block, record: R): R;
export function shown(block: Block, record: ValueRecord | null): ValueRecord | null {
  if (record === null || (!hasOwnKinds(block) && !hasLongNumber(record))) return record;
  return transform(block, [record], (attribute, { place: [value], path }) => {
    if ("nested" in attribute) return undefined;
    const as = attribute.as ?? "float";
    return mapNumbers(value, (number) => shownNumber(as, number, () => formatPath(path)));
  });
}

function shownNumber(kind: NumberKind, number: NumberValue, place: () => string): NumberValue {
  const converted = numberAs(kind, number);
  if (kind !== "bigint" || typeof converted === "bigint") return converted;
  throw new DiagnosticError(
    "The stored state does not fit the schema",
    `${place()} must be a whole number, but is ${String(number)}.`,
  );
}

/** Refuses numbers of a configuration that the author cannot get in the kind that the schema asks for. */
export function acceptsNumbers(diagnostics: Collector, block: Block, config: ValueRecord): boolean {
  if (!someLeaf(config, isNumber)) return true;
  const isLong = hasLongNumber(config);
  if (!hasWhole(block) && !isLong) return true;
  const isWithout = (attribute: Attribute) =>
    !isLong && "nested" in attribute && !hasWhole(nestedBlockOf(attribute).block);
  let accepted = true;
  walk(block, [config], {
    attribute(attribute, { place: [value], path }) {
      if (isWithout(attribute)) return false;
      const fault = "nested" in attribute ? undefined : firstFault(attribute.as ?? "float", value);
      if (fault === undefined) return undefined;
      accepted = false;
      diagnostics.error(`Invalid value for ${formatPath(path)}`, `It ${fault}.`, path);
      return undefined;
    },
  });
  return accepted;
}

/** What is wrong with the first number of a value that is not of the kind. */
export function firstFault(kind: NumberKind, value: Value): string | undefined {
  let fault: string | undefined;
  eachLeaf(value, (leaf) => {
    if (isNumber(leaf)) fault ??= kindFault(kind, leaf);
  });
  return fault;
}
