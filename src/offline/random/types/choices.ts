import { between, DiagnosticError, forClient, when } from "../../../plugin";
import { keepers, result } from "../keepers";
import { petName } from "../pet-names";
import { byteSource, drawBelow, shuffled } from "../source";

const { resource } = forClient<null>();
const replacing = { requiresReplace: true } as const;
const seed = { type: "string", optional: true, ...replacing } as const;
const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n];
const bound = {
  type: "number",
  as: "bigint",
  required: true,
  ...replacing,
  validate: between({ min: LEAST, max: MOST }),
} as const;

/** A random whole number between two, both included. */
export const randomInteger = resource({
  schema: {
    attributes: {
      keepers,
      min: bound,
      max: bound,
      seed,
      result: { type: "number", as: "bigint", computed: true, useStateForUnknown: true },
      id: result,
    },
    rules: [when("min", "max", (min: bigint, max: bigint) => min <= max || "min must not be above max.")],
  },
  create({ plan }) {
    const { min, max } = plan;
    if (min > max) throw new DiagnosticError("Invalid value for min", "min must not be above max.", ["min"]);
    const number = min + drawBelow(max - min + 1n, byteSource(plan.seed));
    return Promise.resolve({ state: { ...plan, result: number, id: String(number) } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...state, keepers: plan.keepers } }),
  delete: () => Promise.resolve(),
  import({ id: given }) {
    const parts = /^(-?\d+),(-?\d+),(-?\d+)(?:,(.*))?$/s.exec(given);
    if (parts === null) {
      const text = `Expected RESULT,MIN,MAX or RESULT,MIN,MAX,SEED, received ${JSON.stringify(given)}.`;
      throw new DiagnosticError("Invalid id to import", text);
    }
    const [, id = "", min = "", max = "", seedGiven = null] = parts;
    const state = { keepers: {}, min: BigInt(min), max: BigInt(max), seed: seedGiven, result: BigInt(id), id };
    return Promise.resolve([{ state }]);
  },
});

/** A list in random order, or a part of it; where more is wanted than there is, one order after another. */
export const randomShuffle = resource({
  schema: {
    attributes: {
      keepers,
      seed,
      input: { type: ["list", "string"], required: true, ...replacing },
      result_count: { type: "number", as: "int", optional: true, ...replacing, validate: between({ min: 0 }) },
      result: { type: ["list", "string"], computed: true, useStateForUnknown: true },
      id: result,
    },
  },
  create({ plan }) {
    const { input, result_count: wanted } = plan;
    const source = byteSource(plan.seed);
    const count = input.length === 0 ? 0 : wanted === null || wanted === 0 ? input.length : wanted;
    const rounds = Array.from({ length: Math.ceil(count / Math.max(input.length, 1)) }, () => shuffled(input, source));
    return Promise.resolve({ state: { ...plan, result: rounds.flat().slice(0, count), id: "-" } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...state, keepers: plan.keepers } }),
  delete: () => Promise.resolve(),
});

/** A name of words, for people. */
export const randomPet = resource({
  schema: {
    attributes: {
      keepers,
      length: { type: "number", as: "int", optional: true, computed: true, default: 2, ...replacing },
      prefix: { type: "string", optional: true, ...replacing },
      separator: { type: "string", optional: true, computed: true, default: "-", ...replacing },
      id: result,
    },
  },
  create({ plan }) {
    const prefix = plan.prefix === null || plan.prefix === "" ? [] : [plan.prefix];
    const id = [...prefix, ...petName(plan.length)].join(plan.separator);
    return Promise.resolve({ state: { ...plan, id } });
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...state, keepers: plan.keepers } }),
  delete: () => Promise.resolve(),
});
