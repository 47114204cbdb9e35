import { FOREIGN } from "./foreign";
import {
  FunctionError,
  type AnyProvider,
  type AnyResource,
  type Schema,
  type Value,
  type ValueRecord,
} from "../../../src/plugin";

/** Where a foreign value is put: `anything/cycle` is a cycle in the attribute `anything`. */
const PLACES = ["id", "anything", "list", "map", "part", "the whole"];

/** Each foreign value in one place, and what is almost a value where any value may stand. */
export const WORST: readonly string[] = Object.keys(FOREIGN).map((name, index) => {
  const isAlmost = /promise|type|dynamic/.test(name);
  return `${isAlmost ? "anything" : (PLACES[index % PLACES.length] ?? "id")}/${name}`;
});

const schema: Schema = {
  attributes: {
    how: { type: "string", required: true },
    id: { type: "string", computed: true },
    anything: { type: "dynamic", computed: true },
    list: { type: ["list", "string"], computed: true },
    map: { type: ["map", ["object", { a: "number" }]], computed: true },
  },
  blocks: { part: { nesting: "list", block: { attributes: { name: { type: "string", required: true } } } } },
};

function right({ how }: ValueRecord): ValueRecord {
  return { how: how ?? null, id: "made", anything: null, list: ["x"], map: { a: { a: 1 } }, part: [] };
}

function textIn(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The state with a foreign value in it, as `how` says. */
function worst(values: ValueRecord): ValueRecord {
  const state = right(values);
  const [place = "", name = ""] = textIn(values.how).split("/");
  const value = FOREIGN[name]?.();
  return (place === "the whole" ? value : { ...state, [place]: value }) as ValueRecord; // or something else
}

const calm: AnyResource = {
  schema,
  create: ({ plan }) => Promise.resolve({ state: right(plan) }),
  read: ({ state }) => Promise.resolve({ state }),
  delete: () => Promise.resolve(),
};

/** Whether `read` answers as badly as the rest does. */
export const mood = { reads: false };

/** A provider whose answers are the worst that an author without a compiler could give. */
export const worstProvider: AnyProvider = {
  name: "worst",
  schema: {},
  configure: () => ({}),
  resources: {
    worst_created: { ...calm, create: ({ plan }) => Promise.resolve({ state: worst(plan) }) },
    worst_planned: {
      ...calm,
      modifyPlan: ({ plan }) => (plan === null ? {} : { plan: worst(plan), requiresReplace: [["part", 1.5]] }),
    },
    worst_read: { ...calm, read: ({ state }) => Promise.resolve({ state: mood.reads ? worst(state) : state }) },
  },
  dataSources: { worst_found: { schema, read: ({ config }) => Promise.resolve(worst(config)) } },
  ephemerals: { worst_opened: { schema, open: ({ config }) => Promise.resolve({ result: worst(config) }) } },
  functions: {
    said: {
      parameters: [{ name: "how", type: "string" }],
      returns: "dynamic",
      call: (how) => FOREIGN[textIn(how)]?.() as never,
    },
    thrown: {
      parameters: [{ name: "how", type: "string" }],
      returns: "string",
      call: (how) => {
        const value = FOREIGN[textIn(how)]?.();
        throw new FunctionError(value as string, value as number);
      },
    },
  },
};
