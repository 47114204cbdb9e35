import type { ToyStore } from "./store";
import { conflicts, Decimal, forClient, length, matches, warning, when } from "../../../src/plugin";

const { resource } = forClient<ToyStore>();

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const sameJson = (a: string, b: string): boolean => JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
const long = (text: string) => (text.length > 5 ? warning("Long texts are slow.") : undefined);
const host = {
  name: { type: "string", required: true, same: sameText },
  port: { type: "number", optional: true },
  serial: { type: "number", computed: true },
} as const;

/** Every kind of number, and texts that its API writes in another way than the user. */
export const values = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true },
      float: { type: "number", optional: true },
      int: { type: "number", as: "int", optional: true },
      bigint: { type: "number", as: "bigint", optional: true },
      exact: { type: "number", as: "exact", optional: true },
      floats: { type: ["list", "number"], optional: true },
      float_set: { type: ["set", "number"], optional: true },
      anything: { type: "dynamic", optional: true },
      sent: { type: "string", computed: true },
      document: { type: "string", optional: true, same: sameJson },
      names: { type: ["set", "string"], optional: true, sameElement: sameText },
      order: {
        type: ["list", "string"],
        optional: true,
        same: (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join(),
      },
      text: { type: "string", optional: true },
      first: { type: "string", optional: true, validate: [matches(/^[a-z]*$/, "lower-case letters"), long] },
      second: { type: "string", optional: true, deprecated: "Write first." },
      tags: { type: ["map", "string"], optional: true },
      letters: { type: ["set", "string"], optional: true },
      hosts: { optional: true, nested: { nesting: "list", attributes: host } },
      host_set: { optional: true, nested: { nesting: "set", attributes: host } },
    },
    blocks: {
      host_block: { nesting: "set", validate: length({ max: 3 }), block: { attributes: host } },
      old_block: {
        nesting: "list",
        block: { deprecated: "Write host_block.", attributes: { a: { type: "string", optional: true } } },
      },
    },
    rules: [
      conflicts("first", "second"),
      when("float", "int", (float: number, int: number) => float <= int || "float must not be above int."),
    ],
  },
  async create({ plan, client }) {
    const id = client.newId();
    await client.put(id, { size: "" });
    return { state: { ...rewritten(plan), id, sent: sentTo(plan) } };
  },
  read: ({ state }) => Promise.resolve({ state: rewritten(state) }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...rewritten(plan), id: state.id, sent: sentTo(plan) } }),
  delete: ({ state, client }) => client.remove(state.id ?? ""),
});

interface Numbers {
  readonly float: number | null;
  readonly int: number | null;
  readonly bigint: bigint | null;
  readonly exact: Decimal | null;
  readonly floats: readonly (number | null)[] | null;
}

/** What an API gets that speaks JSON. */
function sentTo({ float, int, bigint, exact, floats }: Numbers): string {
  const above = exact?.compare(new Decimal("0.5")) ?? 0;
  return JSON.stringify({ float, int, bigint: bigint === null ? null : String(bigint), exact, above, floats });
}

interface Texts<H> {
  readonly document: string | null;
  readonly names: readonly (string | null)[] | null;
  readonly order: readonly (string | null)[] | null;
  readonly text: string | null;
  readonly tags: Readonly<Record<string, string | null>> | null;
  readonly letters: readonly (string | null)[] | null;
  readonly hosts: readonly (H | null)[] | null;
  readonly host_set: readonly (H | null)[] | null;
  readonly host_block: readonly H[];
}

/** What the API answers: documents laid out, names in capitals, lists the other way round, accents apart. */
function rewritten<H extends { readonly name: string; readonly serial: unknown }, T extends Texts<H>>(
  given: T & Texts<H>,
) {
  return {
    ...given,
    document: given.document === null ? null : JSON.stringify(JSON.parse(given.document), null, 4),
    names: given.names?.map((name) => name?.toUpperCase() ?? null).toReversed() ?? null,
    order: given.order?.toReversed() ?? null,
    text: given.text?.normalize("NFD") ?? null,
    tags:
      given.tags &&
      Object.fromEntries(
        Object.entries(given.tags).map(([key, tag]) => [key.normalize("NFD"), tag?.normalize("NFD") ?? null]),
      ),
    letters: given.letters?.map((letter) => letter?.normalize("NFD") ?? null) ?? null,
    hosts: given.hosts?.map((item) => item && numbered(item)) ?? null,
    host_set: given.host_set?.map((item) => item && numbered(item)).toReversed() ?? null,
    host_block: given.host_block.map(numbered).toReversed(),
  };
}

function numbered<H extends { readonly name: string; readonly serial: unknown }>(item: H) {
  return { ...item, name: item.name.toUpperCase(), serial: item.name.length };
}
