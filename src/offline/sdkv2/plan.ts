import {
  isList,
  isRecord,
  isUnknown,
  typeOfAttribute,
  typeOfBlock,
  UNKNOWN,
  type Attribute,
  type Block,
  type NestedBlock,
  type Path,
  type Value,
  type ValueRecord,
} from "../../plugin";
import { equivalent, inSetOrder, isZero } from "./equivalent";
import { childPath, type Rule, type Rules } from "./rules";
import { withZeros } from "./zero";
import { hasUnknown, listOf, recordOf } from "../../kube-provider/values";

/** What the configuration asks for, against what is there. */
export interface Change {
  readonly config: ValueRecord;
  /** `null` where the resource is to be created. */
  readonly prior: ValueRecord | null;
}

export interface LegacyPlan {
  readonly planned: ValueRecord;
  /** Paths whose change replaces the resource. */
  readonly replace: readonly Path[];
}

/**
 * Plans as the old SDK does: what the configuration gives, else the default, else for computed values
 * what is known already. A plan that differs from the prior state in nothing that the SDK can tell
 * apart is the prior state itself, so that no change shows.
 */
export function planChange(schema: Block, rules: Rules, change: Change): LegacyPlan {
  const type = typeOfBlock(schema);
  const config = recordOf(inSetOrder(type, change.config));
  const prior = change.prior === null ? null : recordOf(inSetOrder(type, change.prior));
  const context: Context = { rules, config, creating: prior === null };
  const planned = planBlock(schema, { config, prior }, { ...context, path: "" });
  if (prior === null) return { planned: { ...planned, id: UNKNOWN }, replace: [] };
  if (equivalent(withoutTimeouts(planned), withoutTimeouts(prior))) return { planned: prior, replace: [] };
  return { planned, replace: replacements(schema, rules, { planned, prior, path: "", steps: [] }) };
}

interface Context {
  readonly rules: Rules;
  /** The whole configuration: some rules look at other attributes. */
  readonly config: ValueRecord;
  readonly creating: boolean;
}

interface AttributeContext extends Context {
  /** Path without indices, as the rules name it. */
  readonly path: string;
  /** Whether this is an element of a block that was not there before. */
  readonly isNew?: boolean;
}

function planBlock(block: Block, { config, prior }: Change, context: AttributeContext): ValueRecord {
  const at = (name: string): AttributeContext => ({ ...context, path: childPath(context.path, name) });
  const attributes = Object.entries(block.attributes ?? {}).map(([name, attribute]): [string, Value] => [
    name,
    planAttribute(attribute, [config[name] ?? null, prior?.[name] ?? null], at(name)),
  ]);
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]): [string, Value] => [
    name,
    planNested(nested, [config[name] ?? null, prior?.[name] ?? null], at(name)),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

type ConfigAndPrior = readonly [config: Value, prior: Value];

function planAttribute(attribute: Attribute, [config, prior]: ConfigAndPrior, context: AttributeContext): Value {
  const rule = context.rules[context.path] ?? {};
  if (attribute.writeOnly === true) return null;
  const given = asGiven(attribute, [config, prior]);
  const kept = given === null ? null : withSuppressed(rule, [given, prior], context.config);
  if (kept !== null) return kept;
  if (rule.default !== undefined) return rule.default;
  if (attribute.computed === true) {
    return context.creating || (context.isNew === true && isMap(attribute)) ? UNKNOWN : prior;
  }
  return isZero(prior) ? prior : emptied(attribute, prior);
}

/**
 * What the SDK takes as given: no entry of a map that is null, no computed text that is empty, and no
 * empty map or set where nothing was before. (An empty list is given.) A collection of which one element
 * is not known yet is not known at all.
 */
function asGiven(attribute: Attribute, [config, prior]: ConfigAndPrior): Value {
  if (config === "" && attribute.computed === true) return null;
  if (hasUnknown(config)) return UNKNOWN;
  const type = typeOfAttribute(attribute);
  if (typeof type === "string" || type[0] === "list") return config;
  const given = isRecord(config) ? withoutNulls(config) : config;
  return isZero(given) && isZero(prior) ? null : given;
}

function withoutNulls(map: ValueRecord): ValueRecord {
  return Object.fromEntries(Object.entries(map).filter(([, item]) => item !== null));
}

function isMap(attribute: Attribute): boolean {
  const type = typeOfAttribute(attribute);
  return typeof type !== "string" && type[0] === "map";
}

/** What an attribute becomes that is no longer configured. */
function emptied(attribute: Attribute, prior: Value): Value {
  if (isList(prior)) return [];
  return isMap(attribute) ? {} : null;
}

function withSuppressed({ suppress }: Rule, [given, prior]: ConfigAndPrior, config: ValueRecord): Value {
  if (suppress === undefined || isUnknown(given)) return given;
  if (isRecord(given)) return suppressedEntries([given, prior], (before, next) => suppress(before, next, config));
  return prior !== null && suppress(prior, given, config) ? prior : given;
}

/** The entries that are planned, among them those whose end means nothing; null where none is left to plan. */
function suppressedEntries(
  [given, prior]: readonly [ValueRecord, Value],
  isSame: (before: Value, next: Value) => boolean,
): Value {
  const before = recordOf(prior);
  const keys = [...new Set([...Object.keys(given), ...Object.keys(before)])];
  const planned = keys.flatMap((key): [string, Value][] => {
    const [old, next] = [before[key], given[key]];
    const value = isSame(old ?? "", next ?? "") ? old : next;
    return value === undefined ? [] : [[key, value]];
  });
  return planned.length === 0 && Object.keys(given).length > 0 ? prior : Object.fromEntries(planned);
}

function planNested(nested: NestedBlock, [config, prior]: ConfigAndPrior, context: AttributeContext): Value {
  if (nested.nesting === "single") return config;
  if (isUnknown(config)) return [allUnknown(nested.block)];
  const given = listOf(config);
  if (given.length === 0 && context.rules[context.path]?.computed === true) {
    return context.creating ? UNKNOWN : listOf(prior);
  }
  // What counts in a set is the element's hash, for which the SDK fills its gaps.
  if (nested.nesting === "set") return given.map((item) => withZeros(nested.block, recordOf(item)));
  const before = listOf(prior);
  return given.map((item, index) => {
    const element = before[index];
    const change = { config: recordOf(item), prior: isRecord(element) ? element : null };
    return planBlock(nested.block, change, { ...context, isNew: element === undefined });
  });
}

/** What stands for a block whose elements are not known yet: Terraform allows no unknown blocks. */
function allUnknown(block: Block): ValueRecord {
  const attributes = Object.keys(block.attributes ?? {}).map((name): [string, Value] => [name, UNKNOWN]);
  const blocks = Object.entries(block.blocks ?? {}).map(([name, nested]): [string, Value] => [
    name,
    nested.nesting === "single" ? allUnknown(nested.block) : [allUnknown(nested.block)],
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

/** The SDK plans timeouts beside the diff: a change of nothing else is no change. */
function withoutTimeouts(value: ValueRecord): ValueRecord {
  return { ...value, timeouts: null };
}

interface Compared {
  readonly planned: ValueRecord;
  readonly prior: ValueRecord;
  readonly path: string;
  readonly steps: Path;
}

function replacements(block: Block, rules: Rules, { planned, prior, path, steps }: Compared): Path[] {
  const names = [...Object.keys(block.attributes ?? {}), ...Object.keys(block.blocks ?? {})];
  return names.flatMap((name) => {
    const [next, before] = [planned[name] ?? null, prior[name] ?? null];
    if (equivalent(next, before)) return [];
    const inner = { path: childPath(path, name), steps: [...steps, name] };
    if (rules[inner.path]?.forceNew === true) return [inner.steps];
    const nested = block.blocks?.[name];
    if (nested?.nesting !== "list") return [];
    return listOf(next).flatMap((item, index) =>
      replacements(nested.block, rules, {
        planned: recordOf(item),
        prior: recordOf(listOf(before)[index]),
        path: inner.path,
        steps: [...inner.steps, index],
      }),
    );
  });
}
