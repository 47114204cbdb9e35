import { toyValue } from "./requests";
import { toyProvider } from "./toy-provider";
import { deferred, UNKNOWN, type AnyResource, type ValueRecord } from "../../src/plugin";
import { configFromState } from "../../src/plugin/lifecycle/generate-config";
import { Session } from "../../src/plugin/lifecycle/session";
import { readDataSourceState } from "../../src/plugin/rpc/data-source-rpcs";
import { openEphemeralResource } from "../../src/plugin/rpc/ephemeral-rpcs";
import { generateResourceConfig, moveResourceState } from "../../src/plugin/rpc/move-rpcs";
import { importResourceState, planResourceChange, readResourceState } from "../../src/plugin/rpc/resource-rpcs";
import type { Rpc } from "../../src/plugin/rpc/rpc";
import { fromDynamicValue, fromPrivate, fromTypedValue } from "../../src/plugin/wire/convert";
import { decodeMessage, encodeMessage } from "../../src/plugin/wire/protobuf";
import { METHODS, type MethodName, type RequestOf, type ResponseOf } from "../../src/plugin/wire/tfplugin6";

const session = new Session(toyProvider);
const renamed = toyProvider.resources?.toy_renamed as AnyResource;
const { schema } = renamed;

async function send<M extends MethodName>(rpc: Rpc, name: M, request: Partial<RequestOf<M>>, within = session) {
  const { request: asked, response } = METHODS[name];
  const bytes = await rpc.handle(within, encodeMessage<object>(asked, request));
  return decodeMessage<object>(response, bytes) as ResponseOf<M>;
}

function move(sourceTypeName: string, state: object) {
  return send(moveResourceState, "MoveResourceState", {
    sourceProviderAddress: "example.test/other/thing",
    sourceTypeName,
    sourceSchemaVersion: 3,
    sourceState: { json: Buffer.from(JSON.stringify(state)), flatmap: new Map() },
    targetTypeName: "toy_renamed",
  });
}

describe("moving a resource of another type", () => {
  it("makes its state, whole and with private state", async () => {
    const answer = await move("thing_one", { id: "1", name: "n", more: [1, { a: null }] });
    expect(answer.diagnostics).toEqual([]);
    expect(fromDynamicValue(schema, answer.targetState)).toEqual({
      id: "1",
      label: "n",
      origin: "example.test/other/thing:thing_one:3",
      secret: null,
      old: null,
      part: [],
    });
    expect(fromPrivate(answer.targetPrivate)).toEqual({ moved: true });
  });

  it.each([
    ["where the resource does not take it", "toy_legacy", { id: "1" }],
    ["where the state is another one", "thing_one", {}],
  ])("is refused %s", async (_, type, state) => {
    const { diagnostics, targetState } = await move(type, state);
    expect(targetState).toBeUndefined();
    expect(diagnostics).toMatchObject([{ summary: "The resource cannot be moved" }]);
    expect(diagnostics[0]?.detail).toContain(`A ${type} of example.test/other/thing (schema version 3)`);
  });

  it("is refused by a resource that takes nothing", async () => {
    const request = {
      sourceTypeName: "a",
      targetTypeName: "toy_item",
      sourceState: { json: Buffer.from("{}"), flatmap: new Map() },
    };
    const { diagnostics } = await send(moveResourceState, "MoveResourceState", request);
    expect(diagnostics).toMatchObject([{ summary: "The resource cannot be moved" }]);
  });
});

describe("the configuration made of a state", () => {
  const state: ValueRecord = {
    id: "1",
    label: "none",
    origin: "x",
    secret: null,
    old: "o",
    part: [{ kind: "wheel" }],
  };

  it("has neither what is computed, nor what is deprecated, nor what is at its default", async () => {
    const request = { typeName: "toy_renamed", state: toyValue(schema, state) };
    const { config, diagnostics } = await send(generateResourceConfig, "GenerateResourceConfig", request);
    expect(diagnostics).toEqual([]);
    expect(fromDynamicValue(schema, config)).toEqual({
      id: null,
      label: null,
      origin: null,
      secret: null,
      old: null,
      part: [{ kind: "wheel" }],
    });
  });

  it("is what the resource says where it says so", async () => {
    const resource = {
      ...renamed,
      generateConfig: ({ state: { label } }: { state: ValueRecord }) => ({
        ...state,
        id: null,
        origin: null,
        label: label ?? null,
      }),
    };
    const own = new Session({ ...toyProvider, resources: { toy_renamed: resource } });
    const request = { typeName: "toy_renamed", state: toyValue(schema, state) };
    const { config } = await send(generateResourceConfig, "GenerateResourceConfig", request, own);
    expect(fromDynamicValue(schema, config)).toMatchObject({ label: "none", old: "o" });
  });

  it("leaves out what the old SDK stores for what is not set", () => {
    const legacy = toyProvider.resources?.toy_legacy as AnyResource;
    const stored = { id: "1", text: "", flag: false, generation: 1 };
    expect(configFromState(legacy, stored)).toEqual({ id: null, text: null, flag: false, generation: null });
  });
});

describe("a provider that has to wait for its configuration", () => {
  const waiting = new Session(toyProvider);
  waiting.configured(deferred("provider config unknown"));
  const value = toyValue(schema, { label: "x" });
  const clientCapabilities = {
    deferralAllowed: true,
    writeOnlyAttributesAllowed: true,
    storePlannedPrivate: false,
    computedBlocksAllowed: false,
  };
  const allowed = { typeName: "toy_renamed", clientCapabilities };
  const deferral = { reason: 2 };

  it("plans what needs no client, and says that it waits", async () => {
    const request = { ...allowed, proposedNewState: value, config: value };
    const answer = await send(planResourceChange, "PlanResourceChange", request, waiting);
    expect(answer).toMatchObject({ diagnostics: [], deferred: deferral });
    expect(fromDynamicValue(schema, answer.plannedState)).toMatchObject({ label: "x", id: UNKNOWN });
  });

  it("leaves what is stored, and calls the rest unknown", async () => {
    const read = await send(readResourceState, "ReadResource", { ...allowed, currentState: value }, waiting);
    expect(read).toMatchObject({ newState: value, diagnostics: [], deferred: deferral });
    const imported = await send(importResourceState, "ImportResourceState", { ...allowed, id: "1" }, waiting);
    expect(imported).toMatchObject({ deferred: deferral, importedResources: [{ typeName: "toy_renamed" }] });
    const source = toyProvider.dataSources?.toy_lookup?.schema ?? {};
    const lookup = { ...allowed, typeName: "toy_lookup", config: toyValue(source, { id: "x" }) };
    const found = await send(readDataSourceState, "ReadDataSource", lookup, waiting);
    expect(found).toMatchObject({ deferred: deferral, diagnostics: [] });
    expect(found.state && fromTypedValue("string", found.state)).toEqual(UNKNOWN);
    const token = {
      ...allowed,
      typeName: "toy_token",
      config: toyValue(toyProvider.ephemerals?.toy_token?.schema ?? {}, { owner: "x" }),
    };
    const opened = await send(openEphemeralResource, "OpenEphemeralResource", token, waiting);
    expect(opened).toMatchObject({ deferred: deferral, diagnostics: [], result: undefined });
  });

  it("tells a Terraform that cannot wait what to do", async () => {
    const request = { typeName: "toy_renamed", currentState: value };
    const { diagnostics, deferred: told } = await send(readResourceState, "ReadResource", request, waiting);
    expect(told).toBeUndefined();
    expect(diagnostics).toMatchObject([{ summary: "The provider's configuration is not known yet" }]);
    expect(diagnostics[0]?.detail).toContain("-target");
  });
});
