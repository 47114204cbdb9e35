import { dynamicOf, type Type, type Value } from "../../../src/plugin";

/** Draws the same things from the same seed. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 up to the one below `bound`. */
  below(bound: number): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  /** True in so many of a hundred cases. */
  often(percent: number): boolean {
    return this.below(100) < percent;
  }

  of<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new Error("nothing to choose from");
    return chosen;
  }

  some<T>(most: number, make: (index: number) => T): readonly T[] {
    return Array.from({ length: this.below(most + 1) }, (_, index) => make(index));
  }
}

/** A type; elements of collections have no dynamic parts, which would have to be alike. */
export function drawType(draw: Draw, depth: number, mayBeDynamic: boolean): Type {
  if (depth === 0 || draw.often(45)) {
    return mayBeDynamic && draw.often(15) ? "dynamic" : draw.of(["string", "number", "bool"] as const);
  }
  const kind = draw.of(["list", "set", "map", "object", "tuple"] as const);
  const part = (): Type => drawType(draw, depth - 1, mayBeDynamic);
  if (kind === "object") return ["object", { p: part(), q: part() }];
  return kind === "tuple" ? ["tuple", [part(), part()]] : [kind, drawType(draw, depth - 1, false)];
}

/** A value of a type, wholly known and not null. */
export function drawValue(draw: Draw, type: Type): Value {
  if (type === "string") return draw.of(["", "x", "é", "${a}", "%{b", 'q"q', "l\nl", `s${draw.below(4)}`]);
  if (type === "number") return draw.of([0, -1, 1.5, 0.1, 123456789, 2 ** 53 - 1, 1e-7, draw.below(5)]);
  if (type === "bool") return draw.often(50);
  if (type === "dynamic") return dynamicOf(draw.of<Value>(["text", 1, true, ["a", 1], { k: "v", n: [1] }]));
  if (type[0] === "tuple") return type[1].map((part) => drawValue(draw, part));
  if (type[0] === "object") {
    return Object.fromEntries(Object.entries(type[1]).map(([name, part]) => [name, drawValue(draw, part)]));
  }
  const items = draw.some(3, () => drawValue(draw, type[1]));
  return type[0] === "map" ? Object.fromEntries(items.map((item, index) => [KEYS[index] ?? "", item])) : items;
}

const KEYS = ["k", "constructor", "ö", "a.b"];
