import {
  isList,
  isRecord,
  isUnknown,
  type Block,
  type Diagnostics,
  type Path,
  type Value,
  type ValueRecord,
} from "../../plugin";
import { childPath, type Rule, type Rules } from "./rules";
import { listOf, recordOf } from "../../kube-provider/values";

interface Checked {
  readonly value: ValueRecord;
  /** Path as the rules name it. */
  readonly rule: string;
  readonly steps: Path;
}

/** Reports every fault of a configuration that the rules find; what is not known yet is passed over. */
export function validateConfig(
  schema: Block,
  rules: Rules,
  { config, diagnostics }: { readonly config: ValueRecord; readonly diagnostics: Diagnostics },
): void {
  walk(schema, { value: config, rule: "", steps: [] }, ({ name, value, rule, steps }) => {
    const { validate, conflictsWith = [], requiredWith = [], ...limits } = rules[rule] ?? {};
    if (isList(value)) {
      for (const { summary, detail } of countFaults(value, limits, printed(steps))) {
        diagnostics.error(summary, detail, steps);
      }
    }
    if (!isSet(value)) return;
    if (isList(value) && value.includes(null)) {
      diagnostics.error("Null value found in list", "Null values are not allowed for this attribute value.", steps);
    }
    for (const fault of isUnknown(value) ? [] : (validate?.(value, printed(steps)) ?? [])) {
      diagnostics.error(fault, undefined, steps);
    }
    for (const other of conflictsWith) {
      if (!isSet(valueAt(config, other))) continue;
      diagnostics.error("Conflicting configuration arguments", `"${printed(steps)}": conflicts with ${other}`, steps);
    }
    for (const other of requiredWith) {
      if (isSet(valueAt(config, other))) continue;
      const names = [name, other].sort().join(",");
      diagnostics.error("Missing required argument", `"${name}": all of \`${names}\` must be specified`, steps);
    }
  });
}

/** The SDK's own words for lists that are too short or too long. */
function countFaults(
  { length }: readonly Value[],
  { minItems = 0, maxItems = Infinity }: Rule,
  path: string,
): { readonly summary: string; readonly detail: string }[] {
  if (length < minItems) {
    const detail = `Attribute ${path} requires ${minItems} item minimum, but config has only ${length} declared.`;
    return [{ summary: "Not enough list items", detail }];
  }
  if (length <= maxItems) return [];
  const detail = `Attribute ${path} supports ${maxItems} item maximum, but config has ${length} declared.`;
  return [{ summary: "Too many list items", detail }];
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !(isList(value) && value.length === 0);
}

type Visit = (at: { name: string; value: Value; rule: string; steps: Path }) => void;

function walk(block: Block, { value, rule, steps }: Checked, visit: Visit): void {
  for (const name of [...Object.keys(block.attributes ?? {}), ...Object.keys(block.blocks ?? {})]) {
    visit({ name, value: value[name] ?? null, rule: childPath(rule, name), steps: [...steps, name] });
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    listOf(value[name]).forEach((item, index) => {
      const inner = { value: recordOf(item), rule: childPath(rule, name), steps: [...steps, name, index] };
      walk(nested.block, inner, visit);
    });
  }
}

/** The value at a path such as `metadata.0.name`. */
function valueAt(config: ValueRecord, path: string): Value | undefined {
  let value: Value | undefined = config;
  for (const step of path.split(".")) {
    value = isList(value) ? value[Number(step)] : isRecord(value) ? value[step] : undefined;
  }
  return value;
}

function printed(steps: Path): string {
  return steps.join(".");
}
