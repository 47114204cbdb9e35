import { join } from "node:path";
import { Expose, HikubePlatform, HikubeSubTenant, HikubeTenant, Port, Subject, TenantProfile } from "cdktf-hikube";
import { CLUSTER, readJson, synthStack, PLATFORM } from "./synth";

/** A block of the real provider's schema, as `terraform providers schema -json` prints it. */
interface Block {
  readonly attributes?: Readonly<Record<string, { readonly required?: boolean; readonly optional?: boolean }>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

interface NestedBlock {
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

const META_ARGUMENTS = ["//", "depends_on", "lifecycle", "provider"];

function faultsOf(block: Block, config: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  const { attributes = {}, block_types: blocks = {} } = block;
  const required = [
    ...Object.keys(attributes).filter((name) => attributes[name]?.required),
    ...Object.keys(blocks).filter((name) => blocks[name]?.min_items),
  ];
  return [
    ...required.filter((name) => !(name in config)).map((name) => `${path}.${name} is missing`),
    ...Object.entries(config).flatMap(([name, value]) => {
      const attribute = attributes[name];
      if (attribute !== undefined)
        return attribute.required || attribute.optional ? [] : [`${path}.${name} is computed`];
      const nested = blocks[name];
      if (nested === undefined) return [`${path}.${name} is unknown`];
      const items = (Array.isArray(value) ? value : [value]) as Readonly<Record<string, unknown>>[];
      const tooMany = nested.max_items !== undefined && items.length > nested.max_items;
      return [
        ...(tooMany ? [`${path}.${name} has too many blocks`] : []),
        ...items.flatMap((item) => faultsOf(nested.block, item, `${path}.${name}`)),
      ];
    }),
  ];
}

test("every resource fits the schema of the real provider", () => {
  const path = join(__dirname, "..", "..", "src", "offline", "kubernetes", "schema.json");
  const { resource_schemas: schemas } = readJson(path) as { resource_schemas: Record<string, { block: Block }> };
  const resources = synthStack((stack) => {
    new HikubePlatform(stack, "platform", { cluster: CLUSTER });
    const profile = TenantProfile.DEVELOPMENT;
    const access = { owners: [Subject.group("g")], admins: [Subject.serviceAccount("ns", "sa")] };
    const parent = new HikubeTenant(stack, "top", { name: "top", platform: PLATFORM, profile, access });
    new HikubeSubTenant(stack, "sub", {
      parent,
      name: "sub",
      quota: { cpu: "1", memory: "1Gi", storage: "1Gi" },
      network: {
        expose: [
          Expose.fromNamespace("in", Port.tcp(1)),
          Expose.fromCidrs(["203.0.113.0/24"], Port.udp(2)),
          Expose.fromNodes(Port.tcp(3)),
        ],
      },
    });
  });
  const faults = Object.entries(resources).flatMap(([address, config]) => {
    const block = schemas[address.split(".")[0]!]?.block;
    if (block === undefined) return [`${address} has no schema`];
    const own = Object.fromEntries(Object.entries(config).filter(([name]) => !META_ARGUMENTS.includes(name)));
    return faultsOf(block, own, address);
  });
  expect(faults).toEqual([]);
});
