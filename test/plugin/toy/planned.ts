import type { ToyStore } from "./store";
import { forClient, isUnknown } from "../../../src/plugin";

const { resource } = forClient<ToyStore>();

/** Every way in which a schema says what is planned. */
export const planned = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true, notNull: true },
      name: { type: "string", required: true },
      login: { type: "string", computed: true, unknownWhen: ["name"], notNull: true },
      slug: {
        type: "string",
        optional: true,
        computed: true,
        default: ({ config }) => (typeof config.name === "string" ? `${config.name}-slug` : undefined),
      },
      disk: {
        type: "number",
        optional: true,
        requiresReplace: ({ prior, plan }) => typeof plan === "number" && prior !== null && plan < prior,
      },
      parts: {
        optional: true,
        nested: {
          nesting: "list",
          key: "name",
          attributes: {
            name: { type: "string", required: true },
            size: { type: "number", optional: true },
            code: { type: "string", computed: true, useStateForUnknown: true },
          },
        },
      },
    },
    blocks: {
      port: {
        nesting: "list",
        block: {
          attributes: {
            number: { type: "number", as: "int", required: true },
            code: { type: "string", computed: true, useStateForUnknown: true },
          },
        },
      },
    },
  },
  async create({ plan, client }) {
    const id = client.newId();
    await client.put(id, { size: "" });
    return { state: { ...plan, ...answered(plan, client), id } };
  },
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state, client }) => Promise.resolve({ state: { ...plan, ...answered(plan, client), id: state.id } }),
  // Were the id ever null, this would not compile.
  delete: ({ state, client }) => client.remove(state.id),
});

interface Coded {
  readonly code: unknown;
}

interface Planned<P extends Coded, Q extends Coded> {
  readonly name: string;
  readonly login: unknown;
  readonly slug: unknown;
  readonly parts: readonly (P | null)[] | null;
  readonly port: readonly Q[];
}

function answered<P extends Coded, Q extends Coded>(plan: Planned<P, Q>, client: ToyStore) {
  const coded = <C extends Coded>(item: C) => ({
    ...item,
    code: isUnknown(item.code) ? client.newId() : textOf(item.code),
  });
  return {
    login: isUnknown(plan.login) ? `${plan.name}@toy` : (textOf(plan.login) ?? ""),
    slug: isUnknown(plan.slug) ? "made" : textOf(plan.slug),
    parts: plan.parts?.map((part) => part && coded(part)) ?? null,
    port: plan.port.map(coded),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
