import { forClient, serve } from "../src/plugin";

const { provider, resource } = forClient<undefined>();

/** As many kinds of values as an ordinary resource has. */
const item = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true },
      name: { type: "string", required: true },
      size: { type: "number", optional: true, computed: true, default: 3 },
      enabled: { type: "bool", optional: true, computed: true, default: true },
      tags: { type: ["map", "string"], optional: true },
      zones: { type: ["list", "string"], optional: true },
      note: { type: "string", optional: true },
    },
  },
  create: ({ plan }) => Promise.resolve({ state: { ...plan, id: plan.name } }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...plan, id: state.id } }),
  delete: () => Promise.resolve(),
});

/** Without a back end: what it takes is what the bridge takes. */
void serve(provider({ name: "bench", schema: {}, configure: () => undefined, resources: { bench_item: item } }), {
  address: "registry.terraform.io/example/bench",
});
