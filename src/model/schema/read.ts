import type { Fault, Issue, Path } from "../issue";
import { closestKey } from "./did-you-mean";
import * as faults from "./faults";
import { inheritedFields } from "./inherited";
import { INVALID, isDeferred } from "./invalid";
import { fieldOf, fittingSchema, type ObjectSchema, type Schema } from "./schema";
import { textFault } from "./text-fault";

/** Plain data that was checked against a schema. */
export interface Read {
  /** What was given, with `INVALID` in place of each value that is missing or of a wrong type. */
  readonly value: unknown;
  readonly issues: readonly Issue[];
}

/** What YAML 1.1 called a merge key. */
const NO_MERGE = "merge keys are not supported: alias each value by itself";

/**
 * Checks plain data against a schema: types, missing fields, unknown fields, invisible characters. Whether a value of the
 * right type is valid is decided by the rules. Strings and numbers that are only known at apply (tokens of a CDKTF app)
 * pass.
 * @param path - where the data is
 */
export function readPlain(given: unknown, schema: Schema, path: Path): Read {
  const issues: Issue[] = [];
  return { value: new Reader(issues).read(given, schema, path), issues };
}

class Reader {
  constructor(private readonly issues: Issue[]) {}

  read(given: unknown, schema: Schema, path: Path): unknown {
    if (given === INVALID || (isDeferred(given) && mayWait(schema))) return given;
    const fitting = fittingSchema(given, schema);
    if (fitting === undefined) return this.fault(path, faults.wrongType(given, schema));
    const whole = fitting.type === "object" || fitting.type === "map" ? wholeToken(given) : undefined;
    if (whole !== undefined) return this.fault(path, whole);
    switch (fitting.type) {
      case "object":
        return this.object(this.entries(given, path, (key) => fieldOf(fitting, key) !== undefined), fitting, path);
      case "map":
        return this.map(
          this.entries(given, path, () => true),
          fitting.of,
          path,
        );
      case "list":
        return Array.from(listOf(given), (entry, index) => this.read(entry, fitting.of, [...path, index]));
      default:
        return this.scalar(given, fitting, path);
    }
  }

  /** The fields of an object, with a fault for each that it has from elsewhere. */
  private entries(given: unknown, path: Path, isField: (key: string) => boolean): readonly Entry[] {
    const inherited = typeof given === "object" && given !== null ? inheritedFields(given).filter(isField) : [];
    return [
      ...entriesOf(given),
      ...inherited.map((key): Entry => [key, this.fault([...path, key], faults.inheritedField(key))]),
    ];
  }

  private scalar(given: unknown, schema: Schema, path: Path): unknown {
    const hasLines = schema.type === "string" && schema.lines === true;
    const shown = typeof given === "string" && hasLines ? given.replaceAll("\n", "") : given;
    const fault = typeof shown === "string" ? (faults.wholeTokenFault(shown) ?? textFault(shown)) : undefined;
    if (fault !== undefined) return this.fault(path, fault);
    const only = schema.type === "number" ? schema.only : undefined;
    return only === undefined || given === only ? given : this.fault(path, faults.otherVersion(only, given));
  }

  private object(entries: readonly Entry[], schema: ObjectSchema, path: Path): unknown {
    const value: Record<string, unknown> = {};
    for (const [key, item] of entries) {
      const field = fieldOf(schema, key);
      if (field !== undefined) {
        value[key] = this.read(item, field, [...path, key]);
        continue;
      }
      const known = Object.keys(schema.fields);
      this.fault([...path, key], faults.unknownField(key, known, key === "<<" ? NO_MERGE : undefined));
      // The field that a misspelt key was meant for is not reported as missing too.
      const meant = closestKey(key, known);
      if (meant !== undefined) value[meant] ??= INVALID;
    }
    for (const key of schema.required.filter((one) => !Object.hasOwn(value, one))) {
      value[key] = this.fault([...path, key], faults.missingField(key, schema));
    }
    const unclear = faults.unclearChoice(schema, Object.keys(value));
    return unclear === undefined ? value : this.fault(path, unclear);
  }

  private map(entries: readonly Entry[], of: Schema, path: Path): unknown {
    return Object.fromEntries(
      entries.flatMap(([key, item]): Entry[] => {
        const fault = textFault(key);
        if (fault === undefined) return [[key, this.read(item, of, [...path, key])]];
        this.fault([...path, key], fault);
        return [];
      }),
    );
  }

  private fault(path: Path, fault: Fault): typeof INVALID {
    this.issues.push({ path, ...fault });
    return INVALID;
  }
}

type Entry = readonly [string, unknown];

/** The fields that are given: what is `undefined` is not, nor what an object only inherits. */
function entriesOf(given: unknown): readonly Entry[] {
  return Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
}

/** A map that is only known at apply is one of a single key to cdktf, with any value or `undefined`. */
function wholeToken(given: unknown): Fault | undefined {
  return Object.keys(given ?? {})
    .map((key) => faults.wholeTokenFault(key))
    .find((fault) => fault !== undefined);
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [];
}

/** Strings and numbers may be known at apply only; what decides which objects are made may not. */
function mayWait(schema: Schema): boolean {
  return schema.type === "oneOf" ? schema.of.some(mayWait) : schema.type === "string" || schema.type === "number";
}

/**
 * What was read without what is invalid, for code that relies on the types: an object that lost a required field is left
 * out as a whole, and so is a list that lost all entries, since an empty one can mean "all".
 */
export function withoutInvalid(value: unknown, schema: Schema): unknown {
  const fitting = value === INVALID ? undefined : fittingSchema(value, schema);
  switch (fitting?.type) {
    case "list":
      return listWithout(listOf(value), fitting.of);
    case "map":
      return Object.fromEntries(entriesWithout(value, () => fitting.of));
    case "object":
      return objectWithout(value, fitting);
    default:
      return value;
  }
}

function listWithout(given: readonly unknown[], of: Schema): unknown {
  const kept = given.map((entry) => withoutInvalid(entry, of)).filter((entry) => entry !== INVALID);
  return kept.length === 0 && given.length > 0 ? INVALID : kept;
}

function objectWithout(given: unknown, schema: ObjectSchema): unknown {
  const kept = Object.fromEntries(entriesWithout(given, (key) => fieldOf(schema, key)));
  const needed = [...schema.required, ...(schema.exactlyOne ?? [])];
  const isWhole = entriesOf(given).every(([key]) => Object.hasOwn(kept, key) || !needed.includes(key));
  return isWhole ? kept : INVALID;
}

function entriesWithout(given: unknown, schemaFor: (key: string) => Schema | undefined): readonly Entry[] {
  return entriesOf(given).flatMap(([key, item]): Entry[] => {
    const schema = schemaFor(key);
    const read = schema === undefined ? item : withoutInvalid(item, schema);
    return read === INVALID ? [] : [[key, read]];
  });
}
