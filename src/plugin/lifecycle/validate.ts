import type { Diagnostics } from "../diagnostic";
import { isNull, isWhollyKnown } from "../values/guards";
import type { Schema } from "../schema";
import type { ValueRecord } from "../value";
import type { Collector } from "./collector";
import { acceptsNumbers, shown } from "./numbers";
import { formatPath } from "./report";
import { secretsOf } from "./secrets";
import type { Call } from "./session";
import { walk } from "./walk";
import { writeOnlyPaths } from "./write-only";

/** What provider, resource and data source have in common where configurations are checked. */
interface Validated {
  readonly schema: Schema;
  validate?(request: { readonly config: ValueRecord; readonly diagnostics: Diagnostics }): void | Promise<void>;
}

/** Runs the checks of each attribute, then those that concern several. */
export async function validateConfig(diagnostics: Collector, validated: Validated, config: ValueRecord): Promise<void> {
  const { schema } = validated;
  if (!acceptsNumbers(diagnostics, schema, config)) return;
  const given = shown(schema, config);
  validateAttributes(diagnostics, schema, given);
  await validated.validate?.({ config: given, diagnostics });
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
  const { schema } = session.provider;
  session.secrets = secretsOf(schema, config);
  if (!acceptsNumbers(diagnostics, schema, config)) return;
  session.configured(
    await session.provider.configure({ config: shown(schema, config), terraformVersion, diagnostics }),
  );
}

function validateAttributes(diagnostics: Collector, schema: Schema, config: ValueRecord): void {
  walk(schema, [config], (attribute, [value], path) => {
    if (isNull(value) || !isWhollyKnown(value)) return undefined;
    // What it is called with is of the attribute's type, which the compiler cannot know here.
    const wrong = attribute.validate?.(value as never);
    if (wrong !== undefined) diagnostics.error(`Invalid value for ${formatPath(path)}`, wrong, path);
    return undefined;
  });
}
