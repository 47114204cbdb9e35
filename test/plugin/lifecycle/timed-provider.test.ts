import { assertProvider, schemaFaults } from "../../../src/plugin/lifecycle/schema-rules";
import { Session } from "../../../src/plugin/lifecycle/session";
import { timedProvider } from "../../../src/plugin/lifecycle/timed-provider";
import { forClient, type ValueRecord } from "../../../src/plugin";
import { readDataSourceState, validateDataSourceConfig } from "../../../src/plugin/rpc/data-source-rpcs";
import { openEphemeralResource } from "../../../src/plugin/rpc/ephemeral-rpcs";
import { fromDynamicValue, toDynamicValue } from "../../../src/plugin/wire/convert";
import { decodeMessage, encodeMessage } from "../../../src/plugin/wire/protobuf";
import {
  OpenEphemeralResourceRequest,
  OpenEphemeralResourceResponse,
  ReadDataSourceRequest,
  ReadDataSourceResponse,
  ValidateDataResourceConfigRequest,
  ValidateDataResourceConfigResponse,
} from "../../../src/plugin/wire/tfplugin6";

const { provider, dataSource, ephemeral } = forClient<null>();
const schema = { attributes: { name: { type: "string", required: true } } } as const;

const seen: ValueRecord[] = [];
/** Answers what it is asked for, but for "slow": that ends with its time. */
async function answered<C extends { readonly name: string }>(config: C, signal: AbortSignal): Promise<C> {
  seen.push(config);
  if (config.name !== "slow") return config;
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}

const entry = dataSource({
  schema,
  timeouts: { read: "1m" },
  validate: ({ config }) => void seen.push(config),
  read: ({ config, signal }) => answered(config, signal),
});
const token = ephemeral({
  schema,
  timeouts: { as: "attribute", open: "1m" },
  open: async ({ config, signal }) => ({ result: await answered(config, signal), private: { kept: true } }),
});
const toy = provider({
  name: "toy",
  schema: {},
  configure: () => null,
  dataSources: { toy_entry: entry, toy_plain: { ...entry, timeouts: undefined } },
  ephemerals: { toy_token: token },
});

const session = new Session(toy);
session.configured(null);

beforeEach(() => {
  seen.length = 0;
});

async function read(config: ValueRecord) {
  const { schema } = session.dataSource("toy_entry");
  const request = { typeName: "toy_entry", config: toDynamicValue(schema, config) };
  const answer = await readDataSourceState.handle(session, encodeMessage(ReadDataSourceRequest, request));
  const { state, diagnostics } = decodeMessage(ReadDataSourceResponse, answer);
  return { state: fromDynamicValue(schema, state), diagnostics };
}

async function open(config: ValueRecord) {
  const { schema } = session.ephemeral("toy_token");
  const request = { typeName: "toy_token", config: toDynamicValue(schema, config) };
  const answer = await openEphemeralResource.handle(session, encodeMessage(OpenEphemeralResourceRequest, request));
  const { result, diagnostics, private: kept } = decodeMessage(OpenEphemeralResourceResponse, answer);
  return { result: fromDynamicValue(schema, result), diagnostics, kept: Buffer.from(kept ?? []).toString() };
}

test("users write the times as the author chose, and none where there are none", () => {
  expect(session.dataSource("toy_entry").schema.blocks?.timeouts?.block.attributes).toHaveProperty("read");
  expect(session.ephemeral("toy_token").schema.attributes?.timeouts).toHaveProperty("nested.attributes.open");
  expect(session.dataSource("toy_plain")).toBe(toy.dataSources?.toy_plain);
  expect(schemaFaults("data source", session.dataSource("toy_entry").schema)).toEqual([]);
  const untimed = { ...toy, dataSources: {}, ephemerals: {} };
  expect(timedProvider(untimed)).toBe(untimed);
});

test.each([{ read: "5m" }, null])(
  "a data source gives back the times %j, and its author sees none",
  async (timeouts) => {
    expect(await read({ name: "a", timeouts })).toEqual({ state: { name: "a", timeouts }, diagnostics: [] });
    expect(seen).toEqual([{ name: "a" }]);
  },
);

test.each([{ open: "5m" }, null])("an ephemeral resource gives back the times %j too", async (timeouts) => {
  const opened = await open({ name: "a", timeouts });
  expect(opened).toEqual({ result: { name: "a", timeouts }, diagnostics: [], kept: '{"kept":true}' });
  expect(seen).toEqual([{ name: "a" }]);
});

test("what is not done when the time is over fails, with the time that the user set", async () => {
  const [slow] = (await read({ name: "slow", timeouts: { read: "1ms" } })).diagnostics;
  expect(slow).toMatchObject({ summary: "The read timed out after 1ms" });
  expect(slow?.detail).not.toContain("may have been done");
  const [shut] = (await open({ name: "slow", timeouts: { open: "2ms" } })).diagnostics;
  expect(shut).toMatchObject({ summary: "The open timed out after 2ms" });
  expect(shut?.detail).toContain("set timeouts.open");
});

test("a time that is no duration is refused before anything is read", async () => {
  const { schema } = session.dataSource("toy_entry");
  const config = toDynamicValue(schema, { name: "a", timeouts: { read: "soon" } });
  const request = encodeMessage(ValidateDataResourceConfigRequest, { typeName: "toy_entry", config });
  const answer = await validateDataSourceConfig.handle(session, request);
  const { diagnostics } = decodeMessage(ValidateDataResourceConfigResponse, answer);
  expect(diagnostics).toEqual([
    expect.objectContaining({ detail: expect.stringContaining('invalid duration "soon"') as string }),
  ]);
  expect(seen).toEqual([{ name: "a" }]);
});

test("an answer that is none is refused as without times", async () => {
  const broken = { ...entry, read: () => Promise.resolve("none" as never) };
  const other = new Session({ ...toy, dataSources: { toy_entry: broken } });
  other.configured(null);
  const config = toDynamicValue(other.dataSource("toy_entry").schema, { name: "a", timeouts: null });
  const request = encodeMessage(ReadDataSourceRequest, { typeName: "toy_entry", config });
  const { diagnostics } = decodeMessage(ReadDataSourceResponse, await readDataSourceState.handle(other, request));
  expect(diagnostics).toEqual([
    expect.objectContaining({ detail: expect.stringContaining("must be an object, not a string") as string }),
  ]);
});

test("a provider is refused whose times name what such a type does not do", () => {
  const dataSources = { toy_entry: { ...entry, timeouts: { create: "1m" } as never } };
  const ephemerals = { toy_token: { ...token, timeouts: { open: "soon" } } };
  const refused = () => {
    assertProvider({ ...toy, dataSources, ephemerals });
  };
  expect(refused).toThrow("data source toy_entry: the timeout of create: a data source can have one for read only");
  expect(refused).toThrow('ephemeral resource toy_token: the timeout of open: invalid duration "soon"');
});
