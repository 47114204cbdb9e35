import type { Diagnostics, Path } from "../diagnostic";
import { isList, isNull, isRecord, isWhollyKnown } from "../values/guards";
import type { Attribute, Block, NestedBlock, Schema } from "../schema";
import type { Value, ValueRecord } from "../value";
import type { Collector } from "./collector";
import { nestedBlockOf } from "./elements";
import { formatPath } from "./report";
import type { Call } from "./session";
import { writeOnlyPaths } from "./write-only";

/** What provider, resource and data source have in common where configurations are checked. */
interface Validated {
  readonly schema: Schema;
  validate?(request: { readonly config: ValueRecord; readonly diagnostics: Diagnostics }): void | Promise<void>;
}

/** Runs the checks of each attribute, then those that concern several. */
export async function validateConfig(diagnostics: Collector, validated: Validated, config: ValueRecord): Promise<void> {
  validateBlock(diagnostics, validated.schema, config, []);
  await validated.validate?.({ config, diagnostics });
}

/** Write-only attributes need Terraform 1.11; an older one would store their values. */
export function refuseWriteOnly(diagnostics: Collector, schema: Schema, config: ValueRecord): void {
  for (const path of writeOnlyPaths(schema, config)) {
    diagnostics.error(
      "Write-only attributes are not supported by this version",
      `${formatPath(path)} is write-only, which needs Terraform 1.11 or OpenTofu 1.11, or later.`,
      path,
    );
  }
}

/** Configures the provider instance behind a session. */
export async function configureProvider(
  { session, diagnostics }: Call,
  { config, terraformVersion }: { readonly config: ValueRecord; readonly terraformVersion: string },
): Promise<void> {
  const client = await session.provider.configure({ config, terraformVersion, diagnostics });
  session.configured(client);
}

function validateBlock(diagnostics: Collector, block: Block, value: ValueRecord, path: Path): void {
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    validateAttribute(diagnostics, attribute, value[name] ?? null, [...path, name]);
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    validateNested(diagnostics, nested, value[name] ?? null, [...path, name]);
  }
}

function validateAttribute(diagnostics: Collector, attribute: Attribute, value: Value, path: Path): void {
  if (isNull(value)) return;
  const wrong = isWhollyKnown(value) ? attribute.validate?.(value) : undefined;
  if (wrong !== undefined) diagnostics.error(`Invalid value for ${formatPath(path)}`, wrong, path);
  if ("nested" in attribute) validateNested(diagnostics, nestedBlockOf(attribute), value, path);
}

function validateNested(diagnostics: Collector, { nesting, block }: NestedBlock, value: Value, path: Path): void {
  const elements: readonly (readonly [Value, Path])[] = isList(value)
    ? value.map((element, index) => [element, [...path, index]] as const)
    : nesting === "map" && isRecord(value)
      ? Object.entries(value).map(([key, element]) => [element, [...path, key]] as const)
      : [[value, path]];
  for (const [element, at] of elements) {
    if (isRecord(element)) validateBlock(diagnostics, block, element, at);
  }
}
