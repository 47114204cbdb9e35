import { isRecord, listIn, objectIn, type JsonRecord } from "../model/json";
import { isElement, parsedStep, SELF, type FieldSet } from "./managed-fields";

/**
 * The part of a value that a set of fields names. A field that the set names and the value does not have stays out.
 *
 * @param guide - what was applied: elements of lists stand in its order, and what it leaves empty stays so, since a set says
 * of an empty map what it says of a whole one
 */
export function projected(value: unknown, fields: FieldSet, guide?: unknown): unknown {
  const steps = Object.keys(fields).filter((step) => step !== SELF);
  if (steps.length === 0) return whole(value, fields, guide);
  if (Array.isArray(value)) return elementsOf(listIn(value), fields, listIn(guide));
  return isRecord(value) ? membersOf(value, fields, objectIn(guide)) : value;
}

function whole(value: unknown, fields: FieldSet, guide: unknown): unknown {
  const isContainerAlone = SELF in fields || isEmpty(guide);
  if (!isContainerAlone) return value;
  if (Array.isArray(value)) return [];
  return isRecord(value) ? {} : value;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}

function membersOf(value: JsonRecord, fields: FieldSet, guide: JsonRecord): JsonRecord {
  const names = Object.keys(fields).filter((step) => step.startsWith("f:"));
  const members = names.flatMap((step) => {
    const name = step.slice(2);
    const found = value[name] ?? undefined;
    return found === undefined ? [] : [[name, projected(found, objectIn(fields[step]), guide[name])] as const];
  });
  return Object.fromEntries(members);
}

interface Picked {
  readonly value: unknown;
  readonly place: number;
}

function elementsOf(list: readonly unknown[], fields: FieldSet, guide: readonly unknown[]): readonly unknown[] {
  const steps = Object.keys(fields).filter((step) => step !== SELF);
  const picked = steps.flatMap((step): readonly Picked[] => {
    const index = list.findIndex((element, at) => isElement(element, step, at));
    if (index < 0) return [];
    const place = guidePlace(guide, step);
    const value = elementOf(list[index], { step, fields: objectIn(fields[step]), guide: guide[place] });
    return [{ value, place: place < 0 ? guide.length + index : place }];
  });
  return picked.sort((one, other) => one.place - other.place).map(({ value }) => value);
}

interface Element {
  readonly step: string;
  readonly fields: FieldSet;
  readonly guide: unknown;
}

/** An element that is known by keys has them, whoever owns them: without them nobody knows which one it is. */
function elementOf(element: unknown, { step, fields, guide }: Element): unknown {
  const part = projected(element, fields, guide);
  if (!step.startsWith("k:") || !isRecord(part)) return part;
  const keys = Object.keys(objectIn(parsedStep(step))).map((key) => [key, objectIn(element)[key]] as const);
  return { ...Object.fromEntries(keys), ...part };
}

/** Where the element was applied: as it is named, else where the keys that are written say so, since the others have defaults. */
function guidePlace(guide: readonly unknown[], step: string): number {
  const exact = guide.findIndex((element, at) => isElement(element, step, at));
  if (exact >= 0 || !step.startsWith("k:")) return exact;
  const keys = objectIn(parsedStep(step));
  return guide.findIndex((element) => {
    const written = Object.keys(keys).filter((key) => objectIn(element)[key] !== undefined);
    return written.length > 0 && written.every((key) => objectIn(element)[key] === keys[key]);
  });
}
