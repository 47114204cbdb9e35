import type { Path } from "../diagnostic";
import { judgeRule, rulesOf, type ClientFacts } from "../rules";
import type { Attribute, Block, NestedBlock, Schema } from "../schema";
import { findingsOf, type Finding, type Verdict } from "../validators";
import { entriesOf, isList, isNull, isRecord } from "../values/guards";
import { isWhollyKnown } from "../values/leaves";
import type { Value, ValueRecord } from "../value";
import type { Collector } from "./collector";
import { formatPath } from "./report";
import { hasSecrets, PANICS_ON_NULL } from "./secrets";
import { nestedBlockOf, walk } from "./walk";

/** Checks a configuration by all that its schema says, at every depth: values, rules, what is deprecated. */
export function checkConfig(diagnostics: Collector, schema: Schema, config: ValueRecord, client?: ClientFacts): void {
  walk(schema, [config], {
    attribute(attribute, { place: [value], path }) {
      if (isNull(value)) return undefined;
      if ("nested" in attribute) reportNulls(diagnostics, nestedBlockOf(attribute), { value, path });
      warnDeprecated(diagnostics, attribute, () => formatPath(path), path);
      report(diagnostics, path, verdictsOf(attribute, value));
      return undefined;
    },
    block(nested, { place: [value], path }) {
      if (!isThere(nested, value)) return false;
      warnDeprecated(diagnostics, nested.block, () => formatPath(path), path);
      report(diagnostics, path, verdictsOf(nested, value));
      return true;
    },
    object(block, [value], path) {
      for (const rule of rulesOf(block)) report(diagnostics, path, judgeRule(rule, value, client));
    },
  });
}

function reportNulls(
  diagnostics: Collector,
  { nesting, block }: NestedBlock,
  { value, path }: { readonly value: Value; readonly path: Path },
): void {
  if (nesting === "single" || !hasSecrets(block)) return;
  for (const [key, element] of entriesOf(value)) {
    if (element !== null) continue;
    const place = [...path, key];
    const detail = `It must not be null: ${PANICS_ON_NULL}. Leave the element out.`;
    diagnostics.error(`Invalid value for ${formatPath(place)}`, detail, place);
  }
}

/** Warns of what is deprecated; the path is that of what the user wrote, empty for the whole. */
export function warnDeprecated(
  diagnostics: Collector,
  { deprecated = false }: Pick<Block | Attribute, "deprecated">,
  nameOf: () => string,
  path: Path = [],
): void {
  if (deprecated === false || deprecated === "") return;
  diagnostics.warning(`${nameOf()} is deprecated`, deprecated === true ? undefined : deprecated, path);
}

/** A group is always there: it is written where anything in it is. */
function isThere({ nesting }: NestedBlock, value: Value): boolean {
  if (isList(value)) return value.length > 0;
  if (!isRecord(value) || nesting === "single") return value !== null;
  return nesting === "map" ? Object.keys(value).length > 0 : Object.values(value).some((item) => !isNull(item));
}

type Checked = Pick<Attribute | NestedBlock, "validate">;

function verdictsOf({ validate }: Checked, value: Value): readonly Finding[] {
  if (validate === undefined || !isWhollyKnown(value)) return [];
  // What a check is called with is of the attribute's type, which the compiler cannot know here.
  const checks = (Array.isArray(validate) ? validate : [validate]) as readonly ((value: Value) => Verdict)[];
  return checks.flatMap((check) => findingsOf(check(value)));
}

function report(diagnostics: Collector, at: Path, findings: readonly Finding[]): void {
  for (const { severity, text, path = [] } of findings) {
    const place = [...at, ...path];
    const summary = place.length === 0 ? "Invalid configuration" : `Invalid value for ${formatPath(place)}`;
    if (severity === "error") diagnostics.error(summary, text, place);
    else diagnostics.warning(place.length === 0 ? "Configuration" : `Value of ${formatPath(place)}`, text, place);
  }
}
