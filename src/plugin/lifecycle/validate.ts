import type { Diagnostics } from "../diagnostic";
import type { ClientFacts } from "../rules";
import type { Schema } from "../schema";
import type { ValueRecord } from "../value";
import { checkConfig, warnDeprecated } from "./check-config";
import type { Collector } from "./collector";
import { acceptsNumbers, shown } from "./numbers";
import { formatPath } from "./report";
import { secretsOf } from "./secrets";
import type { Call } from "./session";
import { writeOnlyPaths } from "./write-only";

/** What provider, resource and data source have in common where configurations are checked. */
interface Validated {
  readonly schema: Schema;
  validate?(request: { readonly config: ValueRecord; readonly diagnostics: Diagnostics }): void | Promise<void>;
}

/** Runs the checks of the schema, then those of the author's `validate`. */
export async function validateConfig(
  diagnostics: Collector,
  validated: Validated,
  config: ValueRecord,
  client?: ClientFacts,
): Promise<void> {
  const { schema } = validated;
  warnDeprecated(diagnostics, schema, () => `The ${kindOf(validated)}`);
  if (!acceptsNumbers(diagnostics, schema, config)) return;
  const given = shown(schema, config);
  checkConfig(diagnostics, schema, given, client);
  await validated.validate?.({ config: given, diagnostics });
}

function kindOf(validated: object): string {
  if ("configure" in validated) return "provider";
  return "create" in validated ? "resource" : "open" in validated ? "ephemeral resource" : "data source";
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
  session.hide(secretsOf(schema, config));
  if (!acceptsNumbers(diagnostics, schema, config)) return;
  session.configured(
    await session.provider.configure({
      config: shown(schema, config),
      terraformVersion,
      diagnostics,
      log: diagnostics.log,
    }),
  );
}
