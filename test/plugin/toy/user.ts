import type { ToyStore } from "./store";
import { forClient, secret, secretOf } from "../../../src/plugin";

const { resource } = forClient<ToyStore>();

/** A user with a password, which may be given in two ways, and a token that must be. */
export const user = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true, notNull: true },
      ...secret("password"),
      ...secret("token", { required: true, description: "The token of its API." }),
    },
  },
  async create({ plan, config, client }) {
    const id = client.newId();
    const [password, token] = [secretOf(config, "password"), secretOf(config, "token")];
    console.log(`creates with ${String(password)} and`, token);
    await client.put(id, { size: "", secret: `${password?.reveal() ?? "none"}/${token?.reveal() ?? "none"}` });
    return { state: { ...plan, id } };
  },
  async read({ state, client }) {
    return (await client.find(state.id)) === undefined ? null : { state };
  },
  async update({ plan, config, state, client }) {
    const [password, token] = [secretOf(config, "password"), secretOf(config, "token")];
    await client.put(state.id, { size: "", secret: `${password?.reveal() ?? "none"}/${token?.reveal() ?? "none"}` });
    return { state: { ...plan, id: state.id } };
  },
  delete: ({ state, client }) => client.remove(state.id),
});

const key = { type: "string", optional: true } as const;
const inner = { key: { ...key, sensitive: true }, key_wo: { ...key, writeOnly: true } } as const;

/** Holds secrets inside of objects and blocks, and keeps what reached it. */
export const secrets = resource({
  schema: {
    attributes: {
      list: { optional: true, nested: { nesting: "list", attributes: inner } },
      map: { optional: true, nested: { nesting: "map", attributes: inner } },
      whole: { optional: true, writeOnly: true, nested: { nesting: "single", attributes: { key_wo: inner.key_wo } } },
    },
    blocks: { entry: { nesting: "list", block: { attributes: inner } } },
  },
  async create({ plan, config, client }) {
    await client.put("sent", { size: JSON.stringify(config) });
    return { state: plan };
  },
  read: ({ state }) => Promise.resolve({ state }),
  delete: ({ client }) => client.remove("sent"),
});
