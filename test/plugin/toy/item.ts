import type { ToyStore } from "./store";
import { DiagnosticError, forClient } from "../../../src/plugin";

const { resource } = forClient<ToyStore>();

/** Replacement, defaults, stable values, private state, drift, import, upgrade, write-only values. */
export const item = resource({
  schema: {
    version: 1,
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true },
      name: {
        type: "string",
        required: true,
        requiresReplace: true,
        validate: (value) => (value === "" ? "A name must not be empty." : undefined),
      },
      size: { type: "string", optional: true, computed: true, default: "small" },
      serial: { type: "number", computed: true, description: "Counts the writes." },
      secret: { type: "string", optional: true, writeOnly: true, sensitive: true },
      secret_version: { type: "number", optional: true },
    },
    blocks: {
      part: {
        nesting: "list",
        block: {
          attributes: {
            kind: { type: "string", required: true, requiresReplace: true },
            count: {
              type: "number",
              required: true,
              validate: (value) => (value === 13 ? "No part may be there 13 times." : undefined),
            },
            code: { type: "string", computed: true, useStateForUnknown: true },
          },
        },
      },
    },
  },
  async create({ config, plan, client, diagnostics }) {
    const id = client.newId();
    await client.put(id, { size: plan.size, ...(config.secret !== null && { secret: config.secret }) });
    if (plan.name === "warned") diagnostics.warning("Take care", "This toy is fragile.", ["name"]);
    return {
      state: { ...plan, id, serial: 1, part: withCodes(plan.part) },
      private: { writes: 1 },
    };
  },
  async read({ state, client }) {
    const record = await client.find(state.id ?? "");
    return record === undefined ? null : { state: { ...state, size: record.size } };
  },
  async update({ config, plan, state, client, private: { writes } }) {
    const id = state.id ?? "";
    const count = Number(writes) + 1;
    await client.put(id, { size: plan.size, ...(config.secret !== null && { secret: config.secret }) });
    return {
      state: { ...plan, id, serial: count, part: withCodes(plan.part) },
      private: { writes: count },
    };
  },
  async delete({ state, client }) {
    await client.remove(state.id ?? "");
  },
  validate({ config, diagnostics }) {
    if (config.name === config.size) diagnostics.error("Name and size are the same", undefined, ["size"]);
  },
  async import({ id, client }) {
    const record = await client.find(id);
    if (record === undefined) throw new DiagnosticError("No such toy", `There is no toy ${id}.`, ["id"]);
    // An author without a compiler may return what is write-only; it must not get into the state.
    const secret = "from the API" as unknown as null;
    const state = { id, name: "imported", size: record.size, serial: 7, secret, secret_version: null, part: [] };
    return [{ state, private: { writes: 7 } }];
  },
  upgrade: ({ state }) => ({ ...state, name: state.title ?? null }),
});

function withCodes<P extends { readonly kind: string; readonly code: unknown }>(parts: readonly P[]) {
  return parts.map((part) => ({ ...part, code: typeof part.code === "string" ? part.code : `code-${part.kind}` }));
}
