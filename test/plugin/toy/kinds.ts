import type { ToyStore } from "./store";
import {
  dynamicOf,
  matches,
  type AnyEphemeral,
  type AnyResource,
  type ProviderFunction,
  type Schema,
  type Value,
} from "../../../src/plugin";
import { isIP } from "node:net";
import type { Attribute, NestedBlock } from "../../../src/plugin";

const inner = {
  name: { type: "string", optional: true },
  amount: { type: "number", optional: true },
} as const satisfies Record<string, Attribute>;
const dynamicInner = { ...inner, anything: { type: "dynamic", optional: true } } as const;

/** One attribute for each kind of value that a Terraform provider may have. */
const ATTRIBUTES = {
  bool: { type: "bool", optional: true },
  string: { type: "string", optional: true },
  float: { type: "number", optional: true },
  int: { type: "number", as: "int", optional: true },
  bigint: { type: "number", as: "bigint", optional: true },
  number: { type: "number", as: "exact", optional: true },
  list: { type: ["list", "string"], optional: true },
  set: { type: ["set", "string"], optional: true },
  map: { type: ["map", "number"], optional: true },
  object: { type: ["object", { name: "string", amount: "number" }], optional: true },
  object_dynamic: { type: ["object", { name: "string", anything: "dynamic" }], optional: true },
  dynamic: { type: "dynamic", optional: true },
  single_nested: { optional: true, nested: { nesting: "single", attributes: inner } },
  single_nested_dynamic: { optional: true, nested: { nesting: "single", attributes: dynamicInner } },
  list_nested: { optional: true, nested: { nesting: "list", attributes: inner } },
  set_nested: { optional: true, nested: { nesting: "set", attributes: inner } },
  map_nested: { optional: true, nested: { nesting: "map", attributes: inner } },
} as const satisfies Record<string, Attribute>;

const BLOCKS = {
  single_block: { nesting: "single", block: { attributes: inner } },
  single_block_dynamic: { nesting: "single", block: { attributes: dynamicInner } },
  list_block: { nesting: "list", block: { attributes: inner } },
  set_block: { nesting: "set", block: { attributes: inner } },
} as const satisfies Record<string, NestedBlock>;

const SCHEMA: Schema = { attributes: ATTRIBUTES, blocks: BLOCKS };

/** Answers each value as it was configured. */
export const kinds: AnyResource<ToyStore> = {
  schema: SCHEMA,
  create: ({ plan }) => Promise.resolve({ state: plan }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan }) => Promise.resolve({ state: plan }),
  delete: () => Promise.resolve(),
};

export const ephemeralKinds: AnyEphemeral<ToyStore> = {
  schema: SCHEMA,
  open: ({ config }) => Promise.resolve({ result: config }),
};

/** A function for each kind that returns what it is given. */
export const kindFunctions: Readonly<Record<string, ProviderFunction>> = Object.fromEntries(
  Object.entries(ATTRIBUTES).flatMap(([name, attribute]) => {
    if ("nested" in attribute) return [];
    const { type } = attribute;
    const as = "as" in attribute ? { as: attribute.as } : {};
    const value = { name: "value", type, ...as };
    const one: ProviderFunction = { parameters: [value], returns: type, call: (given) => given ?? null };
    const many: ProviderFunction = {
      variadic: { name: "values", type, ...as },
      // No two of them need have the same type where a part is dynamic.
      returns: name.includes("dynamic") ? "dynamic" : ["list", type],
      call: (...values) => values,
    };
    return [
      [`one_${name}`, one],
      [`many_${name}`, many],
    ];
  }),
);

const sameTime = (a: string, b: string): boolean => Date.parse(a) === Date.parse(b);
const sameJson = (a: string, b: string): boolean => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
const isJson = (text: string): string | undefined => {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return "It must be JSON.";
  }
};
const address = (version: 4 | 6) => (text: string) =>
  isIP(text) === version ? undefined : `It must be an IPv${version} address.`;
const network = (version: 4 | 6) => (text: string) => {
  const [ip = "", bits = "", ...rest] = text.split("/");
  const fits =
    isIP(ip) === version && /^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128) && rest.length === 0;
  return fits ? undefined : `It must be an IPv${version} network.`;
};
/** The one way in which Node writes an address. */
const written = (text: string): string => new URL(`http://[${text}]`).hostname.slice(1, -1);
const sameAddress = (a: string, b: string): boolean => written(a) === written(b);
const sameNetwork = (a: string, b: string): boolean => {
  const [[one = "", bits], [other = "", others]] = [a.split("/"), b.split("/")];
  return bits === others && sameAddress(one, other);
};

/** Texts with a meaning: what is none is refused, and another writing of the same is no change. */
export const texts: AnyResource<ToyStore> = {
  schema: {
    attributes: {
      json: { type: "string", optional: true, validate: isJson, same: sameJson },
      exact_json: { type: "string", optional: true, validate: isJson },
      ipv4: { type: "string", optional: true, validate: address(4) },
      ipv6: { type: "string", optional: true, validate: address(6), same: sameAddress },
      cidr4: { type: "string", optional: true, validate: network(4) },
      cidr6: { type: "string", optional: true, validate: network(6), same: sameNetwork },
      time: {
        type: "string",
        optional: true,
        validate: matches(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
          "a time such as 2026-01-31T12:00:00Z",
        ),
        same: sameTime,
      },
      duration: { type: "string", optional: true, validate: matches(/^(\d+(h|m|s))+$/, "a duration such as 1h30m") },
      calls: { type: "number", computed: true },
    },
  },
  create: ({ plan }) => Promise.resolve({ state: { ...plan, calls: 1 } }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...plan, calls: Number(state.calls) + 1 } }),
  delete: () => Promise.resolve(),
};

/** Needs its secret once, when it is created; and holds a value whose type changes with each write. */
export const once: AnyResource<ToyStore> = {
  schema: {
    attributes: {
      secret: { type: "string", optional: true, writeOnly: true },
      trigger: { type: "string", optional: true, requiresReplace: true },
      label: { type: "string", optional: true },
      answer: { type: "dynamic", computed: true },
    },
  },
  modifyPlan({ action, config, plan, state, diagnostics }) {
    const isNew = action === "create" || (action === "update" && plan.trigger !== state.trigger);
    if (isNew && config.secret === null) {
      diagnostics.error("A secret is needed", "A new toy cannot be made without a secret.", ["secret"]);
    }
    return {};
  },
  create: ({ plan, config }) => Promise.resolve({ state: { ...plan, answer: answerTo(config.label) } }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, config }) => Promise.resolve({ state: { ...plan, answer: answerTo(config.label) } }),
  delete: () => Promise.resolve(),
};

function answerTo(label: Value | undefined): Value {
  return label === null || label === undefined ? dynamicOf([1, "one"]) : dynamicOf(label);
}
