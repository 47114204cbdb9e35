import { Decimal, Dynamic, dynamicOf, UNKNOWN, UnknownValue } from "../../../src/plugin";
import { oneOf, type Random } from "../random";

/** What an author without a compiler may hand over where a Terraform value is expected, by name. */
export const FOREIGN: Readonly<Record<string, () => unknown>> = {
  ...primitives(),
  ...objects(),
  ...traps(),
  ...almostValues(),
};

export function foreign(random: Random): unknown {
  return oneOf(random, Object.values(FOREIGN))();
}

function primitives(): Readonly<Record<string, () => unknown>> {
  const values = [
    undefined,
    null,
    true,
    0,
    -0,
    1.5,
    NaN,
    Infinity,
    -Infinity,
    2 ** 60,
    5n,
    -(10n ** 400n),
    10n ** 5000n,
  ];
  const texts = ["", "x", "half\ud800", "\udc00half", "e\u0301", "\0", "__proto__", "x".repeat(100_000)];
  const all: readonly unknown[] = [...values, ...texts];
  return {
    ...Object.fromEntries(all.map((value, n) => [`${typeof value} ${n}`, () => value])),
    symbol: () => Symbol("s"),
    function: () => () => 1,
    class: () => Map,
  };
}

function objects(): Readonly<Record<string, () => unknown>> {
  return {
    date: () => new Date(0),
    "no date": () => new Date(NaN),
    map: () => new Map([["a", "b"]]),
    set: () => new Set(["a"]),
    promise: () => Promise.resolve("x"),
    "rejected promise": () => {
      const promise = Promise.reject(new Error("nobody waits for this"));
      promise.catch(() => undefined);
      return promise;
    },
    "promise for ever": () => ({ inner: new Promise(() => undefined) }),
    "no thenable": () => ({ then: "x" }),
    expression: () => /x/g,
    error: () => new Error("e"),
    bytes: () => Buffer.from("x"),
    weak: () => new WeakMap(),
    "boxed text": () => new String("x"),
    "boxed number": () => new Number(1),
    generator: () => [1].values(),
    empty: () => ({}),
    list: () => [],
    "list of null": () => [null],
    "list of undefined": () => [undefined],
    "list of lists": () => [[], [[]]],
    "no prototype": () => Object.assign(Object.create(null) as object, { id: "x" }),
    inherited: () => Object.create({ id: "x", state: {} }) as unknown,
    instance: () =>
      new (class Thing {
        name = "x";
      })(),
    "own __proto__": () => JSON.parse('{"__proto__":"x","constructor":"y"}') as unknown,
  };
}

function traps(): Readonly<Record<string, () => unknown>> {
  return {
    cycle: () => {
      const cycle: Record<string, unknown> = {};
      return Object.assign(cycle, { cycle, id: "x" });
    },
    "cyclic list": () => {
      const cycle: unknown[] = [];
      cycle.push(cycle);
      return cycle;
    },
    "throwing getter": () => Object.defineProperty({}, "id", { enumerable: true, get: fail }),
    "throwing getter of a class": () =>
      new (class Thing {
        get id(): string {
          return fail();
        }
      })(),
    "throwing text": () => ({ toString: fail, toJSON: fail, [Symbol.toPrimitive]: fail }),
    "throwing tag": () => Object.defineProperty({}, Symbol.toStringTag, { get: fail }),
    "throwing iterator": () => Object.assign([1], { [Symbol.iterator]: fail }),
    "endless iterator": () =>
      Object.assign([1], {
        *[Symbol.iterator]() {
          for (;;) yield 1;
        },
      }),
    "throwing proxy": () => new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }),
    "throwing list": () => new Proxy([], { get: fail }),
    "revoked proxy": () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
    "endless proxy": endless,
    "changing getter": () => {
      let reads = 0;
      return Object.defineProperty({}, "id", { enumerable: true, get: () => (reads++ === 0 ? "x" : Symbol("s")) });
    },
    "list with holes": () => Object.assign([], { 1: "x" }),
    "list without end": () => new Array(2 ** 32 - 1) as unknown[],
    "lying list": () => new Proxy([], { get: (_, name) => (name === "length" ? 1e300 : undefined) }),
  };
}

function fail(): never {
  throw new Error("do not look at me");
}

function endless(): unknown {
  const traps: ProxyHandler<object> = {
    get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : endless()),
    ownKeys: () => ["inner"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: endless() }),
  };
  return new Proxy({}, traps);
}

/** Terraform values that are none: types and promises that no value can have. */
function almostValues(): Readonly<Record<string, () => unknown>> {
  const cyclic: unknown[] = ["list"];
  cyclic.push(cyclic);
  const types: readonly unknown[] = [
    "", undefined, null, [], ["list"], ["list", "list"], ["tuple", "string"], ["object"], ["object", { a: "" }], cyclic, Symbol("t"),
    ["object", { "\ud800": "string" }], ["set", "dynamic"], ["object", { a: "string" }, ["a"]], "dynamic", "string",
  ]; // prettier-ignore
  const promises: readonly unknown[] = [
    { stringPrefix: 5 }, { stringPrefix: "\ud800" }, { lengthMin: NaN }, { lengthMin: -1 }, { lengthMax: 2 ** 53 }, { lengthMin: 5n },
    { numberMin: null }, { numberMin: { value: "1" } }, { numberMax: { value: 1 } }, { numberMin: { value: NaN, inclusive: true } },
    { notNull: "yes" }, { numberMin: { value: 2, inclusive: true }, numberMax: { value: 1, inclusive: true } }, null, 5, fail, { notNull: true },
  ]; // prettier-ignore
  return {
    unknown: () => UNKNOWN,
    ...Object.fromEntries(promises.map((promise, n) => [`promise ${n}`, () => new UnknownValue(promise as never)])),
    ...Object.fromEntries(types.map((type, n) => [`type ${n}`, () => new Dynamic(type as never, ["x"])])),
    ...Object.fromEntries(types.map((type, n) => [`null of type ${n}`, () => new Dynamic(type as never, null)])),
    "dynamic text": () => dynamicOf("x"),
    "dynamic of a map": () => new Dynamic(["map", "string"], new Map() as never),
    "dynamic list of two types": () => new Dynamic(["list", "dynamic"], [dynamicOf(1), dynamicOf("x")]),
    "dynamic unknown": () => new Dynamic("number", new UnknownValue({ stringPrefix: "x" })),
    "no decimal": () => new Decimal("many"),
    "endless decimal": () => new Decimal("1e999999999"),
    "decimal of nothing": () => Object.assign(Object.create(Decimal.prototype) as object, { text: {} }),
    decimal: () => new Decimal("0.1"),
  };
}
