import { listIn, objectIn, type JsonRecord } from "../../model/json";
import type { KubeObject } from "../../model/kubernetes/kube-object";
import { KubeError } from "../../kube/kube-error";
import { FIELD } from "./type-faults";

/** Corrections of one object; each call of the server names at least one of its values. */
const MOST_ROUNDS = 20;

/**
 * Applies an object; where the server refuses the type of a value that Terraform has turned into another one (a port as text, a
 * label as a number), it is applied with the type that the server asks for.
 */
export async function withTypesOfServer<T>(object: KubeObject, apply: (object: KubeObject) => Promise<T>): Promise<T> {
  let current = object;
  for (let round = 0; ; round += 1) {
    try {
      return await apply(current);
    } catch (error) {
      const mended = error instanceof KubeError && round < MOST_ROUNDS ? corrected(current, error) : undefined;
      if (mended === undefined) throw error;
      current = mended;
    }
  }
}

/** The object with the types that a refusal asks for; `undefined` where it asks for none that can be had. */
export function corrected(object: KubeObject, error: KubeError): KubeObject | undefined {
  const changed = [...typeFaults(error.message), ...portFaults(error)].reduce<unknown>(
    (whole, { path, make }) => changedAt(whole, path, make) ?? whole,
    object,
  );
  return changed === object ? undefined : (changed as KubeObject);
}

type Make = (value: unknown) => unknown;

interface Fault {
  readonly path: readonly Step[];
  readonly make: Make;
}

const MAKERS: Readonly<Record<string, Make>> = {
  numeric: (value) => (typeof value === "string" && /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : undefined),
  string: (value) => (["number", "boolean"].includes(typeof value) ? String(value) : undefined),
  boolean: (value) => (value === "true" ? true : value === "false" ? false : undefined),
};

const TYPE_FAULT = new RegExp(`(${FIELD}): expected (numeric|string|boolean)\\b`, "g");

function typeFaults(message: string): readonly Fault[] {
  return [...message.matchAll(TYPE_FAULT)].flatMap(([, path = "", type = ""]) => {
    const make = MAKERS[type];
    return make === undefined ? [] : [{ path: stepsOf(path), make }];
  });
}

/** A port may be a name: a number that is written as text is taken for a bad one. */
function portFaults({ causes }: KubeError): readonly Fault[] {
  const numeric = MAKERS.numeric ?? (() => undefined);
  return causes.flatMap(({ field = "", message = "" }) =>
    message.includes("must contain at least one letter") ? [{ path: stepsOf(`.${field}`), make: numeric }] : [],
  );
}

/** A name, an index, or keys of an element. */
type Step = string | number | Readonly<Record<string, unknown>>;

const STEP = /\.([^\s.:[\]]+)|\[(\d+)\]|\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/g;

function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].map(
    ([, name, index, keys = ""]) => name ?? (index === undefined ? keysOf(keys) : Number(index)),
  );
}

function keysOf(text: string): Readonly<Record<string, unknown>> {
  const pairs = [...text.matchAll(/([^=,]+)=("(?:[^"\\]|\\.)*"|[^,]*)/g)];
  return Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, value.replace(/^"|"$/g, "")]));
}

/** A copy with one value changed; `undefined` where there is no such value, or it cannot be changed so. */
function changedAt(whole: unknown, [step, ...rest]: readonly Step[], make: Make): unknown {
  if (step === undefined) return make(whole);
  if (typeof step === "string") return changedMember(objectIn(whole), [step, ...rest], make);
  const list = listIn(whole);
  const at = typeof step === "number" ? step : list.findIndex((element) => hasKeys(element, step));
  const inner = at < 0 || at >= list.length ? undefined : changedAt(list[at], rest, make);
  return inner === undefined ? undefined : list.with(at, inner);
}

/** Names of labels have dots themselves. */
function changedMember(whole: JsonRecord, steps: readonly Step[], make: Make): unknown {
  const names = leadingNames(steps);
  const ends = names.map((_, index) => index + 1);
  const end = ends.find((count) => names.slice(0, count).join(".") in whole);
  if (end === undefined) return undefined;
  const name = names.slice(0, end).join(".");
  const inner = changedAt(whole[name], steps.slice(end), make);
  return inner === undefined ? undefined : { ...whole, [name]: inner };
}

function leadingNames(steps: readonly Step[]): readonly string[] {
  const end = steps.findIndex((step) => typeof step !== "string");
  return steps.slice(0, end < 0 ? steps.length : end).filter((step) => typeof step === "string");
}

/** Keys that are not written have defaults, which the server names too. */
function hasKeys(element: unknown, keys: Readonly<Record<string, unknown>>): boolean {
  const written = Object.keys(keys).filter((key) => objectIn(element)[key] !== undefined);
  return written.length > 0 && written.every((key) => String(objectIn(element)[key]) === String(keys[key]));
}
