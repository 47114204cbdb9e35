import { functions, renamed, token } from "./toy/callable";
import { disk } from "./toy/disk";
import { everything, dynamicBlocks } from "./toy/everything";
import { failing, broken, legacy } from "./toy/faulty";
import { item } from "./toy/item";
import { ephemeralKinds, kindFunctions, kinds, once, texts } from "./toy/kinds";
import { named } from "./toy/named";
import { planned } from "./toy/planned";
import { ToyStore } from "./toy/store";
import { fixed, ticket, timed, timedSource } from "./toy/timed";
import { secrets, user } from "./toy/user";
import { values } from "./toy/values";
import { forClient, isUnknown, type AnyProvider } from "../../src/plugin";

const { provider, dataSource } = forClient<ToyStore>();

const lookup = dataSource({
  schema: {
    description: "Finds a toy.",
    attributes: {
      id: { type: "string", required: true },
      exists: { type: "bool", computed: true },
      size: { type: "string", computed: true },
    },
  },
  validate: ({ config, diagnostics }) => {
    if (config.id === "forbidden") diagnostics.error("Forbidden id", "Choose another one.", ["id"]);
  },
  read: async ({ config, client }) => {
    const record = await client.find(config.id);
    return { id: config.id, exists: record !== undefined, size: record?.size ?? null };
  },
});

/** A provider with every kind of schema, storing toys as files in a folder. */
export const toyProvider: AnyProvider = provider({
  name: "toy",
  schema: {
    attributes: {
      directory: { type: "string", required: true, description: "Folder of the toys." },
      prefix: { type: "string", optional: true },
      token: { type: "string", optional: true, sensitive: true },
    },
    blocks: {
      retry: { nesting: "list", maxItems: 1, block: { attributes: { attempts: { type: "number", required: true } } } },
    },
  },
  validate: ({ config, diagnostics }) => {
    if (config.prefix === "bad") diagnostics.error("Bad prefix", "Take another one.", ["prefix"]);
  },
  configure: ({ config }) => {
    if (isUnknown(config.directory)) throw new Error("The folder must be known.");
    const prefix = isUnknown(config.prefix) ? "" : (config.prefix ?? "");
    return new ToyStore(config.directory, prefix);
  },
  resources: {
    toy_item: item,
    toy_everything: everything,
    toy_dynamic_blocks: dynamicBlocks,
    toy_failing: failing,
    toy_broken: broken,
    toy_legacy: legacy,
    toy_values: values,
    toy_planned: planned,
    toy_renamed: renamed,
    toy_named: named,
    toy_timed: timed,
    toy_user: user,
    toy_secrets: secrets,
    toy_kinds: kinds,
    toy_texts: texts,
    toy_once: once,
    toy_fixed: fixed,
    toy_disk: disk,
  },
  dataSources: { toy_lookup: lookup, toy_timed: timedSource },
  ephemerals: { toy_token: token, toy_kinds: ephemeralKinds, toy_ticket: ticket },
  functions: { ...functions, ...kindFunctions },
});
