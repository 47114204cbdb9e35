import { forClient } from "../../../src/plugin";

const { dataSource, ephemeral, resource } = forClient<unknown>();

/** Asks a server, which may take its time. */
export const timed = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, notNull: true },
      url: { type: "string", required: true },
      label: { type: "string", optional: true },
      calls: { type: "number", computed: true },
    },
  },
  timeouts: { create: "20m", update: "1h30m", delete: "10s" },
  async create({ plan, signal, stopping }) {
    // The server may be gone before it has answered all of them.
    stopping.addEventListener("abort", () => void fetch(plan.url, { method: "PATCH" }).catch(() => undefined));
    const answer = await fetch(plan.url, { method: "POST", signal });
    return { state: { ...plan, id: await answer.text(), calls: 1 } };
  },
  read: ({ state }) => Promise.resolve({ state }),
  async update({ plan, state, signal }) {
    await fetch(plan.url, { method: "PUT", signal });
    return { state: { ...plan, id: state.id, calls: (state.calls ?? 0) + 1 } };
  },
  async delete({ state, signal }) {
    await fetch(state.url, { method: "DELETE", signal });
  },
  import: ({ id }) => [{ state: { id, url: "http://127.0.0.1:9" } }],
});

/** Is made anew by every change but that of its times, which are an attribute. */
export const fixed = resource({
  schema: { attributes: { id: { type: "string", computed: true }, label: { type: "string", optional: true } } },
  timeouts: { as: "attribute", create: "1m" },
  create: ({ plan }) => Promise.resolve({ state: { ...plan, id: "fixed" } }),
  read: ({ state }) => Promise.resolve({ state }),
  delete: () => Promise.resolve(),
});

/** Asks a server, which may take its time. */
export const timedSource = dataSource({
  schema: { attributes: { url: { type: "string", required: true }, answer: { type: "string", computed: true } } },
  timeouts: { read: "20m" },
  async read({ config, signal }) {
    const answer = await fetch(config.url, { signal });
    return { ...config, answer: await answer.text() };
  },
});

/** A ticket that a server gives out, and takes back. */
export const ticket = ephemeral({
  schema: { attributes: { url: { type: "string", required: true }, number: { type: "string", computed: true } } },
  timeouts: { as: "attribute", open: "20m" },
  async open({ config, signal }) {
    const answer = await fetch(config.url, { method: "POST", signal });
    return { result: { ...config, number: await answer.text() }, private: { url: config.url } };
  },
  async close({ private: { url }, signal }) {
    await fetch(String(url), { method: "DELETE", signal });
  },
});
