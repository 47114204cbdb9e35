import type { Attribute, AttributeFlags, Block, NestedBlock } from "../../../src/plugin";
import { schemaFaults } from "../../../src/plugin/lifecycle/schema-rules";
import { drawType, drawValue, type Draw } from "./draw";

/** What a place in a schema allows. */
interface Around {
  readonly depth: number;
  readonly inSet: boolean;
  readonly mayBeDynamic: boolean;
  /** What is in an object that the provider may give as a whole can be given by it, too. */
  readonly from: "user" | "either" | "provider";
}

const KINDS = {
  user: ["required", "optional", "optional", "either", "default", "provider"],
  either: ["either", "default", "provider"],
  provider: ["provider"],
} as const;

const FLAGS = {
  required: { required: true },
  optional: { optional: true },
  either: { optional: true, computed: true },
  default: { optional: true, computed: true },
  provider: { computed: true },
} as const satisfies Record<string, AttributeFlags>;

/** A schema of any shape that passes the check of schemas. */
export function drawSchema(draw: Draw): Block {
  for (;;) {
    const block = drawBlock(draw, { depth: 2, inSet: false, mayBeDynamic: true, from: "user" });
    if (schemaFaults("drawn", block).length === 0) return block;
  }
}

function drawBlock(draw: Draw, around: Around): Block {
  const attributes = draw.some(2, () => drawAttribute(draw, around));
  const named = [drawAttribute(draw, around), ...attributes].map((attribute, index) => [`a${index}`, attribute]);
  const blocks = around.depth > 0 && around.from === "user" ? draw.some(2, () => drawNestedBlock(draw, around)) : [];
  return {
    attributes: Object.fromEntries(named) as Record<string, Attribute>,
    blocks: Object.fromEntries(blocks.map((block, index) => [`b${index}`, block])),
  };
}

function drawNestedBlock(draw: Draw, around: Around): NestedBlock {
  const nesting = draw.of(["single", "group", "list", "set", "map"] as const);
  return { nesting, block: drawBlock(draw, within(around, nesting, "user")) };
}

function within(around: Around, nesting: string, from: Around["from"]): Around {
  return { ...around, depth: around.depth - 1, inSet: around.inSet || nesting === "set", from };
}

function drawAttribute(draw: Draw, around: Around): Attribute {
  // In a set, elements of which the provider may give anything can be taken for each other.
  const kinds = around.inSet && around.from === "user" ? (["required", "optional"] as const) : KINDS[around.from];
  const kind = draw.of<keyof typeof FLAGS>(kinds);
  const flags = { ...FLAGS[kind], ...(!around.inSet && draw.often(8) && { requiresReplace: true }) };
  const kept = kind === "either" || kind === "provider" ? drawKept(draw) : {};
  if (around.depth > 0 && draw.often(35)) {
    const nesting = draw.of(["single", "list", "set", "map"] as const);
    const from = kind === "provider" ? "provider" : kind === "either" || kind === "default" ? "either" : around.from;
    const inside = { ...within(around, nesting, from), mayBeDynamic: around.mayBeDynamic && nesting === "single" };
    return { ...flags, ...kept, nested: { nesting, attributes: drawBlock(draw, inside).attributes ?? {} } };
  }
  const type = drawType(draw, 2, around.mayBeDynamic && !around.inSet);
  if (kind === "optional" && !around.inSet && draw.often(15))
    return { type, optional: true, writeOnly: true } as Attribute;
  return { ...flags, ...kept, type, ...(kind === "default" && { default: drawValue(draw, type) }) } as Attribute;
}

function drawKept(draw: Draw): Pick<AttributeFlags, "useStateForUnknown" | "unknownWhen"> {
  return draw.of([{}, {}, { useStateForUnknown: true }, { unknownWhen: ["a0"] }]);
}
