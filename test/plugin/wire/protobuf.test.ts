import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  ApplyResourceChangeRequest,
  CallFunctionRequest,
  GetResourceIdentitySchemasResponse,
  ImportResourceStateResponse,
  PlanResourceChangeResponse,
  RawState,
} from "../../../src/plugin/wire/tfplugin6";
import { decodeMessage, encodeMessage } from "../../../src/plugin/wire/protobuf";

describe("a protobuf message", () => {
  it("survives the wire with maps, lists and members of a oneof that are zero", () => {
    const identitySchemas = new Map(["a", ""].map((name) => [name, { version: 1, identityAttributes: [] }]));
    const schemas = { identitySchemas, diagnostics: [] };
    const bytes = encodeMessage(GetResourceIdentitySchemasResponse, schemas);
    expect(decodeMessage(GetResourceIdentitySchemasResponse, bytes)).toEqual(schemas);
    const plan = {
      plannedState: { msgpack: Buffer.from([1]), json: new Uint8Array(0) },
      requiresReplace: [
        { steps: [{ attributeName: "a", elementKeyString: undefined, elementKeyInt: undefined }] },
        { steps: [{ attributeName: undefined, elementKeyString: undefined, elementKeyInt: 0 }] },
        { steps: [{ attributeName: undefined, elementKeyString: "", elementKeyInt: undefined }] },
      ],
      plannedPrivate: new Uint8Array(0),
      diagnostics: [{ severity: 1, summary: "s", detail: "", attribute: undefined }],
      legacyTypeSystem: true,
      plannedIdentity: undefined,
      deferred: undefined,
    };
    expect(decodeMessage(PlanResourceChangeResponse, encodeMessage(PlanResourceChangeResponse, plan))).toEqual(plan);
  });

  it("holds what was not sent as empty", () => {
    expect(decodeMessage(ImportResourceStateResponse, new Uint8Array(0))).toEqual({
      importedResources: [],
      diagnostics: [],
      deferred: undefined,
    });
  });

  it("takes a map of texts", () => {
    const state = { json: new Uint8Array(0), flatmap: new Map([["a.#", "1"]]) };
    expect(decodeMessage(RawState, encodeMessage(RawState, state))).toEqual(state);
  });

  it("may not repeat a field for ever", () => {
    const bytes = Buffer.alloc(2 * 1_000_001, Buffer.of(0x12, 0));
    expect(() => decodeMessage(CallFunctionRequest, bytes)).toThrow("occurs more than 1000000 times");
  });

  it("may hold fields that a newer Terraform added", () => {
    const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).string("toy");
    const bytes = writer.tag(900, WireType.Varint).int64(5).tag(901, WireType.LengthDelimited).string("new").finish();
    expect(decodeMessage(ApplyResourceChangeRequest, bytes)).toMatchObject({ typeName: "toy", priorState: undefined });
  });

  it.each([
    ["a length beyond the end", "0aff01"],
    ["a field of the wrong kind", "0805"],
    ["an unfinished number", "80"],
    ["field number zero", "0000"],
    ["an inner message beyond its outer one", "12020aff"],
    ["a group that never ends", "bb01"],
  ])("is refused where it is broken: %s", (_, hex) => {
    expect(() => decodeMessage(ApplyResourceChangeRequest, Buffer.from(hex, "hex"))).toThrow();
  });
});
