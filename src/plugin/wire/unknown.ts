import type { ExtData } from "@msgpack/msgpack";
import { UNKNOWN, UnknownValue, type NumberBound, type Refinement } from "../value";
import { extension, isPackedList, isPackedRecord, packIntegerMap, unpack, type Packed } from "./msgpack";
import { packNumber, unpackNumber } from "./packed-number";

/** MessagePack extension codes of Terraform's unknown values. */
const PLAIN = 0;
const REFINED = 12;

/**
 * Keys of the map inside a refined unknown value.
 *
 * @see https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
const KEY = { nullness: 1, stringPrefix: 2, numberMin: 3, numberMax: 4, lengthMin: 5, lengthMax: 6 } as const;

export function unpackUnknown(packed: ExtData): UnknownValue {
  if (packed.type !== REFINED) return UNKNOWN;
  const map = unpack(dataOf(packed));
  if (!isPackedRecord(map)) throw new Error("the refinement of an unknown value is not a map");
  const refinement = refinementOf(map);
  return Object.keys(refinement).length === 0 ? UNKNOWN : new UnknownValue(refinement);
}

export function packUnknown({ refinement }: UnknownValue): ExtData {
  const entries = refinement === undefined ? [] : entriesOf(refinement);
  return entries.length === 0 ? extension(PLAIN, new Uint8Array(1)) : extension(REFINED, packIntegerMap(entries));
}

function refinementOf(map: Readonly<Record<string, Packed>>): Refinement {
  const prefix = map[KEY.stringPrefix];
  const numberMin = bound(map[KEY.numberMin]);
  const numberMax = bound(map[KEY.numberMax]);
  const lengthMin = map[KEY.lengthMin];
  const lengthMax = map[KEY.lengthMax];
  return {
    ...(map[KEY.nullness] === false && { notNull: true }),
    ...(typeof prefix === "string" && { stringPrefix: prefix }),
    ...(numberMin && { numberMin }),
    ...(numberMax && { numberMax }),
    ...(typeof lengthMin === "number" && { lengthMin }),
    ...(typeof lengthMax === "number" && { lengthMax }),
  };
}

function bound(packed: Packed | undefined): NumberBound | undefined {
  if (packed === undefined || !isPackedList(packed)) return undefined;
  const [value = null, inclusive] = packed;
  return { value: unpackNumber(value), inclusive: inclusive === true };
}

function entriesOf(refinement: Refinement): (readonly [number, Packed])[] {
  const { notNull, stringPrefix, numberMin, numberMax, lengthMin, lengthMax } = refinement;
  const entries: (readonly [number, Packed | undefined])[] = [
    [KEY.nullness, notNull === true ? false : undefined],
    [KEY.stringPrefix, stringPrefix],
    [KEY.numberMin, numberMin && [packNumber(numberMin.value), numberMin.inclusive]],
    [KEY.numberMax, numberMax && [packNumber(numberMax.value), numberMax.inclusive]],
    [KEY.lengthMin, lengthMin],
    [KEY.lengthMax, lengthMax],
  ];
  return entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

// The library also takes a function here, for encoders of its own; a decoder never returns one.
function dataOf({ data }: ExtData): Uint8Array {
  return typeof data === "function" ? data(0) : data;
}
