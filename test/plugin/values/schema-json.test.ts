import { schemaFromJson } from "../../../src/plugin/values/schema-json";

describe("a schema from `terraform providers schema -json`", () => {
  it("keeps every kind of attribute and block", () => {
    const json = {
      version: 2,
      block: {
        description: "A thing.",
        description_kind: "markdown",
        attributes: {
          id: { type: "string", computed: true, description_kind: "plain" },
          data: { type: ["map", ["list", "string"]], optional: true, sensitive: true, description: "Data." },
          secret: { type: "string", optional: true, write_only: true },
          rules: {
            nested_type: { nesting_mode: "list", attributes: { port: { type: "number", required: true } } },
            optional: true,
            deprecated: true,
          },
        },
        block_types: {
          metadata: { nesting_mode: "list", min_items: 1, max_items: 1, block: { attributes: {}, deprecated: true } },
        },
      },
    };
    expect(schemaFromJson(json)).toEqual({
      version: 2,
      description: "A thing.",
      descriptionKind: "markdown",
      attributes: {
        id: { type: "string", computed: true },
        data: { type: ["map", ["list", "string"]], optional: true, sensitive: true, description: "Data." },
        secret: { type: "string", optional: true, writeOnly: true },
        rules: {
          nested: { nesting: "list", attributes: { port: { type: "number", required: true } } },
          optional: true,
          deprecated: true,
        },
      },
      blocks: {
        metadata: {
          nesting: "list",
          minItems: 1,
          maxItems: 1,
          block: { attributes: {}, blocks: {}, deprecated: true },
        },
      },
    });
  });

  it("says where the document is no schema", () => {
    expect(() => schemaFromJson(null)).toThrow("must be an object");
    expect(() => schemaFromJson({ block: { attributes: { a: { type: ["list"] } } } })).toThrow("block.attributes.a");
    const block_types = { b: { nesting_mode: "heap" } };
    expect(() => schemaFromJson({ block: { block_types } })).toThrow("block.block_types.b: the nesting mode is heap");
  });
});
