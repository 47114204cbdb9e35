import { show, type Fault } from "../tenant/rules/rule";
import * as faults from "./faults";
import { textFault } from "./text-fault";
import { shapeOf, type RecordShape, type Shape } from "./schema";
import { allowedFor, cut, wanted } from "./messages";

/** A fault of form, and where it is: `.quota.cpu`, from the value that was read. */
export interface FormFault extends Fault {
  readonly path: string;
}

/** Plain data without what is of another form than its shape says, and without fields that are `undefined`. */
export interface Form {
  readonly value: unknown;
  readonly faults: readonly FormFault[];
  /** Paths that are faulty without a fault of their own: what a misspelled field was meant for. */
  readonly meant: readonly string[];
  /** Of each list that lost faulty entries: the numbers of those that are left. */
  readonly kept: ReadonlyMap<string, readonly number[]>;
}

/**
 * Reads plain data by a shape, so that what comes out can be given to rules that rely on the types. Texts and numbers
 * that are only known at apply (tokens of a CDKTF app) pass through.
 */
export function readForm(given: unknown, shape: Shape): Form {
  const reader = new FormReader();
  const value = reader.read(given, shape, "");
  return { value, faults: reader.faults, meant: reader.meant, kept: reader.kept };
}

/** Stands for a value that has its fault already. */
const FAULTY = Symbol("faulty");

class FormReader {
  readonly faults: FormFault[] = [];
  readonly meant: string[] = [];
  readonly kept = new Map<string, readonly number[]>();

  read(given: unknown, shape: Shape, path: string): unknown {
    if (isDeferred(given) && mayWait(shape)) return given;
    const fitting = shape.type === "either" ? shape.of.find((one) => fits(given, one)) : shape;
    if (fitting === undefined || !fits(given, fitting)) return this.fault(path, wrongType(given, shape));
    if (fitting.type === "record") return this.record(entriesOf(given), fitting, path);
    if (fitting.type === "map") return this.map(entriesOf(given), fitting.of, path);
    if (fitting.type === "list" && Array.isArray(given)) return this.list(given, fitting.of, path);
    const fault = typeof given === "string" ? textFault(given) : undefined;
    return fault === undefined ? given : this.fault(path, fault);
  }

  private record(entries: readonly Entry[], shape: RecordShape, path: string): unknown {
    const meant = entries.flatMap(([key]) => faults.meantField(key, shape) ?? []);
    this.meant.push(...meant.map((key) => `${path}.${key}`));
    const read = entries.flatMap(([key, value]): Entry[] => {
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      const at = `${path}.${key}`;
      const one =
        field === undefined ? this.fault(at, faults.unknownKey(key, shape)) : this.read(value, shapeOf(field), at);
      return one === FAULTY ? [] : [[key, one]];
    });
    const { missing, unclear, needed } = faults.gapsOf(shape, new Set([...entries.map(([key]) => key), ...meant]));
    for (const key of missing) this.fault(`${path}.${key}`, faults.missingKey(key, shape));
    if (unclear !== undefined) this.fault(path, unclear);
    const kept = new Set(read.map(([key]) => key));
    const isWhole = unclear === undefined && needed.every((key) => kept.has(key));
    return isWhole || path === "" ? Object.fromEntries(read) : FAULTY;
  }

  private map(entries: readonly Entry[], of: Shape, path: string): unknown {
    const read = entries.map(([key, value]): Entry => {
      const fault = textFault(key);
      return [key, fault === undefined ? this.read(value, of, `${path}.${key}`) : this.fault(`${path}.${key}`, fault)];
    });
    return Object.fromEntries(read.filter(([, value]) => value !== FAULTY));
  }

  /** An empty list can mean "all": a list that lost all of its entries is faulty itself. */
  private list(given: readonly unknown[], of: Shape, path: string): unknown {
    const read = given.map((entry, index) => this.read(entry, of, `${path}[${index}]`));
    const kept = [...read.keys()].filter((index) => read[index] !== FAULTY);
    if (kept.length < read.length) this.kept.set(path, kept);
    return kept.length === 0 && read.length > 0 ? FAULTY : kept.map((index) => read[index]);
  }

  private fault(path: string, fault: Fault): typeof FAULTY {
    this.faults.push({ path, ...fault });
    return FAULTY;
  }
}

type Entry = readonly [string, unknown];

/** The fields that are given: what is `undefined` is not. */
function entriesOf(given: unknown): readonly Entry[] {
  return Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
}

/** Whether a value resolves later, as tokens of a CDKTF app do. */
function isDeferred(given: unknown): boolean {
  return typeof given === "object" && given !== null && "resolve" in given && typeof given.resolve === "function";
}

/** Texts and numbers may be known at apply only; what objects are made by may not. */
function mayWait(shape: Shape): boolean {
  return shape.type === "either" ? shape.of.some(mayWait) : shape.type === "text" || shape.type === "number";
}

const TYPES: Readonly<Record<string, Shape["type"]>> = { string: "text", number: "number", boolean: "flag" };

function fits(given: unknown, { type }: Shape): boolean {
  if (Array.isArray(given)) return type === "list";
  if (isDeferred(given)) return false;
  if (typeof given === "object") return given !== null && (type === "map" || type === "record");
  return TYPES[typeof given] === type;
}

function wrongType(given: unknown, shape: Shape): Fault {
  return {
    message: `${kindOf(given)} stands where ${wanted(shape)} is needed`,
    given: ["string", "number", "boolean"].includes(typeof given) ? cut(show(given)) : kindOf(given),
    allowed: allowedFor(shape),
    mend: "write it in the form that is allowed, or leave it out",
  };
}

function kindOf(given: unknown): string {
  if (given === null) return "nothing";
  if (Array.isArray(given)) return "a list";
  if (isDeferred(given)) return "a value that is only known at apply";
  const kinds: Readonly<Record<string, string>> = {
    ...{ string: "a text", number: "a number", boolean: "a truth value", object: "a map" },
  };
  return kinds[typeof given] ?? `a ${typeof given}`;
}
