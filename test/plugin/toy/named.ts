import type { ToyStore } from "./store";
import { byId, forClient } from "../../../src/plugin";

const { resource } = forClient<ToyStore>();

/** A toy that has an identity, and of which an import knows the name alone. */
export const named = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true, notNull: true },
      size: { type: "string", optional: true, computed: true, default: "small" },
    },
    blocks: {
      part: { nesting: "list", block: { attributes: { kind: { type: "string", required: true } } } },
      note: { nesting: "group", block: { attributes: { text: { type: "string", optional: true } } } },
    },
  },
  identity: {
    attributes: { id: { type: "string", requiredForImport: true }, shelf: { type: "number" } },
    of: ({ id }) => ({ id, shelf: id.length }),
    import: ({ identity: { id } }) => [{ state: { id } }],
  },
  async create({ plan, client }) {
    const id = client.newId();
    await client.put(id, { size: plan.size });
    return { state: { ...plan, id } };
  },
  async read({ state, client }) {
    const record = await client.find(state.id);
    return record === undefined ? null : { state: { ...state, size: record.size } };
  },
  async update({ plan, state, client }) {
    await client.put(state.id, { size: plan.size });
    return { state: { ...plan, id: state.id } };
  },
  delete: ({ state, client }) => client.remove(state.id),
  import: byId("id"),
});
