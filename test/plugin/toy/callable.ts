import type { ToyStore } from "./store";
import { DiagnosticError, fn, forClient, FunctionError, isUnknown, type ProviderFunction } from "../../../src/plugin";
import { isNull } from "../../../src/plugin/values/guards";

const { ephemeral, resource } = forClient<ToyStore>();

/** Joins words; refuses empty ones by their index. */
export const join = fn({
  summary: "Joins words.",
  parameters: [
    { name: "between", type: "string", description: "What stands **between**.", descriptionKind: "markdown" },
  ],
  variadic: { name: "words", type: "string" },
  returns: "string",
  call(between, ...words) {
    const empty = words.indexOf("");
    if (empty !== -1) throw new FunctionError("A word must not be empty.", empty + 1);
    return words.join(between);
  },
});

/** Tells what it was given, in every kind of value. */
export const describeValue = fn({
  deprecated: "Call join in its place.",
  parameters: [
    { name: "value", type: "dynamic", as: "exact", allowNull: true },
    { name: "when", type: ["object", { hour: "number", tags: ["list", "string"] }], allowUnknown: true },
  ],
  returns: ["object", { given: "dynamic", kind: "string" }],
  call(value, when) {
    if (value === null || isNull(value)) return { given: null, kind: "null" };
    return { given: value, kind: isUnknown(when) ? "unknown" : typeof value.value };
  },
});

/** Fails as its argument says. */
export const fail = fn({
  parameters: [{ name: "how", type: "string" }],
  returns: "number",
  call(how) {
    if (how === "type") return "text" as never;
    if (how === "nothing") return undefined as never;
    if (how === "nan") return NaN;
    if (how === "bug") return (undefined as unknown as string).length;
    throw new DiagnosticError("Refused", "The detail.");
  },
});

export const functions: Readonly<Record<string, ProviderFunction>> = { join, describe: describeValue, fail };

/** A token that is a file while it is open; its name is what is private. */
export const token = ephemeral({
  schema: {
    attributes: {
      owner: { type: "string", required: true },
      value: { type: "string", computed: true, sensitive: true },
      hours: { type: "number", optional: true },
    },
    blocks: { scope: { nesting: "list", block: { attributes: { name: { type: "string", required: true } } } } },
  },
  validate({ config, diagnostics }) {
    if (config.owner === "nobody") diagnostics.error("Nobody has no token", undefined, ["owner"]);
  },
  async open({ config, client }) {
    if (config.owner === "closed") throw new DiagnosticError("The desk is closed");
    const id = client.newId();
    await client.put(`token-${id}`, { size: "open" });
    const soon = new Date(Date.now() + (config.owner === "short" ? 500 : 3_600_000));
    const result = { ...config, value: config.owner === "wrong" ? (7 as never) : `secret-of-${config.owner}` };
    return { result, renewAt: soon, private: { id, renewed: 0 } };
  },
  async renew({ client, private: { id, renewed } }) {
    const times = Number(renewed) + 1;
    await client.put(`renewed-${String(id)}`, { size: String(times) });
    return { renewAt: new Date(Date.now() + 3_600_000), private: { id, renewed: times } };
  },
  async close({ client, private: { id }, signal, stopping }) {
    for (const each of [signal, stopping]) each.throwIfAborted();
    await client.remove(`token-${String(id)}`);
  },
});

/** Takes over `toy_item` and anything that has an `id`, but nothing else. */
export const renamed = resource({
  schema: {
    attributes: {
      id: { type: "string", computed: true, useStateForUnknown: true },
      label: { type: "string", optional: true, computed: true, default: "none" },
      origin: { type: "string", computed: true, useStateForUnknown: true },
      secret: { type: "string", optional: true, writeOnly: true },
      old: { type: "string", optional: true, deprecated: "Write label." },
    },
    blocks: { part: { nesting: "list", block: { attributes: { kind: { type: "string", optional: true } } } } },
  },
  identity: {
    attributes: { id: { type: "string", requiredForImport: true } },
    of: ({ id }) => ({ id: id ?? "" }),
  },
  create: ({ plan, client }) => Promise.resolve({ state: { ...plan, id: client.newId(), origin: "created" } }),
  read: ({ state }) => Promise.resolve({ state }),
  update: ({ plan, state }) => Promise.resolve({ state: { ...plan, id: state.id, origin: state.origin } }),
  delete: () => Promise.resolve(),
  move({ from }) {
    if (typeof from.state.id !== "string" || from.type === "toy_legacy") return undefined;
    const origin = `${from.provider}:${from.type}:${from.version}`;
    // A mistake that stores nothing.
    const secret = "from elsewhere" as unknown as null;
    return { state: { id: from.state.id, label: from.state.name ?? "none", origin, secret }, private: { moved: true } };
  },
});
