import { forClient } from "../src/plugin";

const { resource } = forClient<undefined>();

/** A resource type with as many kinds of values as an ordinary one has, and without a back end: what it takes is what the bridge takes. */
export function benchItem() {
  return resource({
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
}
