import {
  dynamicOf,
  type AnyEphemeral,
  type AnyProvider,
  type AnyResource,
  type Attribute,
  type Block,
  type NestedBlock,
  type ProviderFunction,
  type Schema,
  type Value,
  type ValueRecord,
} from "../../../src/plugin";

/** Says what a piece of the author's code does: it is given its name and its right answer. */
export type Say = (name: string, right: unknown) => unknown;

const inner = {
  name: { type: "string", required: true },
  level: { type: "number", optional: true, computed: true },
  bag: { type: ["map", "string"], optional: true },
} as const satisfies Record<string, Attribute>;

const block: Block = {
  attributes: inner,
  blocks: { deep: { nesting: "list", block: { attributes: { value: { type: "dynamic", optional: true } } } } },
};

const ATTRIBUTES = {
  id: { type: "string", computed: true, notNull: true },
  text: { type: "string", required: true },
  number: { type: "number", optional: true, computed: true },
  whole: { type: "number", as: "bigint", optional: true, computed: true },
  flag: { type: "bool", computed: true },
  anything: { type: "dynamic", computed: true },
  list: { type: ["list", "string"], computed: true },
  set: { type: ["set", "number"], computed: true },
  map: { type: ["map", ["list", "dynamic"]], computed: true },
  object: { type: ["object", { a: "string", b: ["tuple", ["bool", "number"]] }], computed: true },
  hidden: { type: "string", optional: true, writeOnly: true },
  nested_single: { nested: { nesting: "single", attributes: inner }, optional: true },
  nested_list: { nested: { nesting: "list", attributes: inner }, optional: true, computed: true },
  nested_set: { nested: { nesting: "set", attributes: inner }, optional: true },
  nested_map: { nested: { nesting: "map", attributes: inner }, optional: true },
} as const satisfies Record<string, Attribute>;

const BLOCKS: Readonly<Record<string, NestedBlock>> = {
  block_single: { nesting: "single", block },
  block_group: { nesting: "group", block: { attributes: { note: { type: "string", optional: true } } } },
  block_list: { nesting: "list", block },
  block_set: { nesting: "set", block: { attributes: inner } },
  block_map: { nesting: "map", block: { attributes: inner } },
};

const element = { name: "n", level: 1, bag: { a: "b" } };
const nothing = {
  nested_single: null,
  nested_list: null,
  nested_set: null,
  nested_map: null,
  block_single: null,
  block_group: { note: null },
  block_list: [],
  block_set: [],
  block_map: {},
};

/** A configuration with something of every kind. */
export const CONFIG: ValueRecord = {
  ...Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, null])),
  ...nothing,
  text: "t",
  nested_single: element,
  nested_list: [{ ...element, level: null }, null],
  nested_map: { a: element },
  block_list: [{ ...element, deep: [{ value: dynamicOf(["x", 1]) }, { value: dynamicOf(true) }] }],
  block_set: [element],
};

/** What is stored for it. */
export const STATE: ValueRecord = {
  ...CONFIG,
  id: "made",
  number: 1.5,
  whole: 7,
  flag: true,
  anything: dynamicOf({ a: [1, null] }),
  list: ["x", null],
  set: [1, 2],
  map: { a: [dynamicOf("x")] },
  object: { a: "a", b: [true, 1] },
  nested_list: [element, null],
};

const REST: Readonly<Record<string, Attribute>> = Object.fromEntries(
  Object.entries(ATTRIBUTES).filter(([name]) => name !== "hidden"),
);

/** A provider of which every piece of an author's code says what it is told to. */
export function answering(say: Say): AnyProvider {
  const tell = say as (name: string, right: unknown) => never;
  const later = (name: string, right: unknown): Promise<never> => Promise.resolve().then(() => tell(name, right));
  const checked = (name: "text" | "number"): Attribute => ({
    ...(ATTRIBUTES[name] as Attribute & { type: "string" }),
    validate: () => tell("check", undefined),
    same: (a, b) => tell("same", a === b),
    ...(name === "number" && { default: () => tell("default", 1.5), requiresReplace: () => tell("replaces", false) }),
  });
  const schema: Schema = {
    attributes: { ...ATTRIBUTES, text: checked("text"), number: checked("number") },
    blocks: BLOCKS,
    rules: [{ names: ["text"], judge: () => tell("rule", []) }],
  };
  const resource: AnyResource = {
    schema: { ...schema, version: 1 },
    validate: () => tell("validate", undefined),
    create: () => later("create", { state: STATE, private: { step: 1 } }),
    read: ({ state }) => later("read", { state }),
    update: ({ plan }) => later("update", { state: { ...STATE, text: plan.text ?? null } }),
    delete: () => later("delete", undefined),
    modifyPlan: ({ plan }) =>
      tell("modifyPlan", { plan, requiresReplace: [["text"], ["nested_list", 0]], private: { step: 2 } }),
    import: ({ id }) => tell("import", [{ state: { id, list: ["x"] }, private: {} }]),
    upgrade: ({ state }) => tell("upgrade", { ...state, list: ["x"], map: {}, anything: null }),
    move: () => tell("move", { state: { id: "moved", text: "t" }, private: {} }),
    generateConfig: () => tell("generateConfig", CONFIG),
    identity: {
      attributes: { id: { type: "string", requiredForImport: true }, serial: { type: "number" } },
      of: ({ id }) => tell("identity", { id, serial: null }),
      import: ({ identity }) => tell("identityImport", [{ state: { id: identity.id ?? null } }]),
    },
  };
  const ephemeral: AnyEphemeral = {
    schema: { attributes: REST, blocks: BLOCKS },
    open: () => later("open", { result: without(STATE, "hidden"), renewAt: new Date(1e12), private: { a: 1 } }),
    renew: () => later("renew", { renewAt: new Date(1e12), private: { a: 2 } }),
    close: () => later("close", undefined),
  };
  return {
    name: "answers",
    schema: { attributes: { secret: { type: "string", optional: true, sensitive: true } } },
    validate: () => tell("validateProvider", undefined),
    configure: () => tell("configure", {}),
    resources: {
      answers_thing: resource,
      answers_timed: { ...resource, timeouts: { create: "1h", read: "1h", as: "attribute" } },
      answers_planned: { ...resource, plan: () => tell("plan", { plan: CONFIG, requiresReplace: [] }) },
    },
    dataSources: {
      answers_thing: {
        schema: { attributes: REST, blocks: BLOCKS },
        read: () => later("readData", without(STATE, "hidden")),
        validate: () => tell("validateData", undefined),
      },
    },
    ephemerals: { answers_thing: ephemeral },
    functions: Object.fromEntries(
      Object.entries(RESULTS).map(([name, [returns, right]]) => [name, fnOf(returns, () => tell("call", right))]),
    ),
  };
}

export function without(record: ValueRecord, name: string): ValueRecord {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

/** Functions by name: the type of the result, and a right one. */
export const RESULTS: Readonly<Record<string, readonly [ProviderFunction["returns"], Value]>> = {
  text: ["string", "x"],
  number: ["number", 1],
  dynamic: ["dynamic", { a: [1, "x"] }],
  list: [["list", "dynamic"], [dynamicOf("x")]],
  object: [["object", { a: "string", b: ["set", "bool"] }], { a: "a", b: [true] }],
};

function fnOf(returns: ProviderFunction["returns"], call: () => Value): ProviderFunction {
  return { parameters: [{ name: "given", type: "string" }], returns, call };
}
