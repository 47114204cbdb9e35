import { foreign } from "./foreign";
import type { Random } from "../random";

/** A right answer with one part of it replaced, removed, doubled or hidden. What is around that part stays right. */
export function mutated(right: unknown, random: Random): unknown {
  const isInside =
    typeof right === "object" && right !== null && Object.getPrototypeOf(right) !== null && isPlain(right);
  if (!isInside || random(4) === 0) return random(8) === 0 ? disguised(right, random) : foreign(random);
  if (Array.isArray(right)) return inList(right, random);
  return inRecord(right as Readonly<Record<string, unknown>>, random);
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function inList(right: readonly unknown[], random: Random): readonly unknown[] {
  const at = random(right.length + 1);
  if (at === right.length) return [...right, foreign(random)];
  if (random(6) === 0) return right.filter((_, index) => index !== at);
  return right.map((item, index) => (index === at ? mutated(item, random) : item));
}

function inRecord(right: Readonly<Record<string, unknown>>, random: Random): object {
  const names = Object.keys(right);
  const name = names[random(names.length)];
  if (name === undefined || random(12) === 0)
    return { ...right, [random(2) === 0 ? "extra" : "constructor"]: foreign(random) };
  if (random(8) === 0) return Object.fromEntries(Object.entries(right).filter(([key]) => key !== name));
  if (random(10) === 0) return Object.defineProperty({ ...right }, name, { enumerable: true, get: fail });
  return { ...right, [name]: mutated(right[name], random) };
}

function fail(): never {
  throw new Error("do not read me");
}

/** The same, as it would be if it came from a library of objects. */
function disguised(right: unknown, random: Random): unknown {
  if (typeof right !== "object" || right === null) return Object(right) as unknown;
  if (random(3) === 0) return Object.create(right) as unknown;
  return random(2) === 0 ? new Proxy(right, {}) : Object.assign(Object.create(null) as object, right);
}
