import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  APPLY_REQUEST,
  IDENTITY_SCHEMAS_RESPONSE,
  IMPORT_RESPONSE,
  PLAN_RESPONSE,
} from "../../../src/plugin/wire/messages";
import { decodeMessage, encodeMessage } from "../../../src/plugin/wire/protobuf";

describe("a protobuf message", () => {
  it("survives the wire with maps, lists and members of a oneof that are zero", () => {
    const identitySchemas = new Map(["a", ""].map((name) => [name, { version: 1, identityAttributes: [] }]));
    const schemas = { identitySchemas, diagnostics: [] };
    const bytes = encodeMessage(IDENTITY_SCHEMAS_RESPONSE, schemas);
    expect(decodeMessage(IDENTITY_SCHEMAS_RESPONSE, bytes)).toEqual(schemas);
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
    };
    expect(decodeMessage(PLAN_RESPONSE, encodeMessage(PLAN_RESPONSE, plan))).toEqual(plan);
  });

  it("holds what was not sent as empty", () => {
    expect(decodeMessage(IMPORT_RESPONSE, new Uint8Array(0))).toEqual({ importedResources: [], diagnostics: [] });
  });

  it("may hold fields that a newer Terraform added", () => {
    const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).string("toy");
    const bytes = writer.tag(900, WireType.Varint).int64(5).tag(901, WireType.LengthDelimited).string("new").finish();
    expect(decodeMessage(APPLY_REQUEST, bytes)).toMatchObject({ typeName: "toy", priorState: undefined });
  });

  it.each([
    ["a length beyond the end", "0aff01"],
    ["a field of the wrong kind", "0805"],
    ["an unfinished number", "80"],
    ["field number zero", "0000"],
    ["an inner message beyond its outer one", "12020aff"],
    ["a group that never ends", "bb01"],
  ])("is refused where it is broken: %s", (_, hex) => {
    expect(() => decodeMessage(APPLY_REQUEST, Buffer.from(hex, "hex"))).toThrow();
  });
});
