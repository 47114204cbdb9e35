import type { ToyStore } from "./store";
import { forClient, type Attribute } from "../../../src/plugin";

const { resource } = forClient<ToyStore>();

const inner = {
  name: { type: "string", required: true },
  level: { type: "number", optional: true, computed: true, default: 1 },
  token: { type: "string", computed: true, useStateForUnknown: true },
} as const satisfies Record<string, Attribute>;

const block = {
  attributes: { name: { type: "string", required: true }, note: { type: "string", optional: true } },
} as const;

/** Every attribute type, every nesting of attributes and of blocks. Computed tokens get `token-NAME`. */
export const everything = resource({
  schema: {
    description: "**Everything**",
    descriptionKind: "markdown",
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true },
      text: { type: "string", optional: true },
      number: { type: "number", optional: true },
      flag: { type: "bool", optional: true },
      anything: { type: "dynamic", optional: true },
      list: { type: ["list", "string"], optional: true },
      set: { type: ["set", "number"], optional: true },
      map: { type: ["map", "string"], optional: true },
      object: { type: ["object", { a: "string", b: ["list", "bool"] }], optional: true },
      tuple: { type: ["tuple", ["string", "number"]], optional: true },
      old: { type: "string", optional: true, deprecated: "Use text." },
      hidden: { type: "string", optional: true, sensitive: true },
      nested_single: { nested: { nesting: "single", attributes: inner }, optional: true },
      nested_list: { nested: { nesting: "list", attributes: inner }, optional: true },
      nested_set: { nested: { nesting: "set", attributes: inner }, optional: true },
      nested_map: { nested: { nesting: "map", attributes: inner }, optional: true },
      output: {
        nested: { nesting: "single", attributes: { text: { type: "string", computed: true } } },
        computed: true,
      },
    },
    blocks: {
      block_single: { nesting: "single", block },
      block_group: { nesting: "group", block: { attributes: { note: { type: "string", optional: true } } } },
      block_list: {
        nesting: "list",
        block: {
          ...block,
          blocks: { deep: { nesting: "list", block: { attributes: { value: { type: "string", required: true } } } } },
        },
      },
      block_set: { nesting: "set", block: { attributes: inner } },
      block_map: { nesting: "map", block },
    },
  },
  async create({ plan, client }) {
    const id = client.newId();
    await client.put(id, { size: "" });
    return { state: { ...filled(plan), id, output: { text: `output of ${id}` } } };
  },
  async read({ state, client }) {
    return (await client.find(state.id ?? "")) === undefined ? null : { state };
  },
  update({ plan, state }) {
    return Promise.resolve({
      state: { ...filled(plan), id: state.id, output: { text: `output of ${state.id ?? ""}` } },
    });
  },
  async delete({ state, client }) {
    await client.remove(state.id ?? "");
  },
});

/** Blocks whose elements differ in type, which travel as tuples and objects. */
export const dynamicBlocks = resource({
  schema: {
    attributes: { id: { type: "string", computed: true, useStateForUnknown: true } },
    blocks: {
      entry: {
        nesting: "list",
        block: { attributes: { key: { type: "string", required: true }, value: { type: "dynamic", optional: true } } },
      },
      named: { nesting: "map", block: { attributes: { value: { type: "dynamic", optional: true } } } },
    },
  },
  create({ plan, client }) {
    return Promise.resolve({ state: { ...plan, id: client.newId() } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...plan, id: state.id } }),
  delete: () => Promise.resolve(),
});

interface Inner {
  readonly name: string;
  readonly token: unknown;
}

interface Nests<I> {
  readonly nested_single: I | null;
  readonly nested_list: readonly (I | null)[] | null;
  readonly nested_set: readonly (I | null)[] | null;
  readonly nested_map: Readonly<Record<string, I | null>> | null;
  readonly block_set: readonly I[];
}

function filled<I extends Inner, N extends Nests<I>>(plan: N & Nests<I>) {
  return {
    ...plan,
    nested_single: plan.nested_single && fill(plan.nested_single),
    nested_list: plan.nested_list?.map((element) => element && fill(element)) ?? null,
    nested_set: plan.nested_set?.map((element) => element && fill(element)) ?? null,
    nested_map:
      plan.nested_map &&
      Object.fromEntries(Object.entries(plan.nested_map).map(([key, element]) => [key, element && fill(element)])),
    block_set: plan.block_set.map(fill),
  };
}

function fill<I extends Inner>(item: I) {
  return { ...item, token: typeof item.token === "string" ? item.token : `token-${item.name}` };
}
