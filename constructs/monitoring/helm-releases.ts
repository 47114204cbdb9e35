import type { Release } from "@cdktf/provider-helm/lib/release";
import type { TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { isRecord } from "../../src/model/json";
import type { HelmRelease } from "../../src/model/monitoring/release";
import { deferredString } from "../deferred";
import { waitFor } from "../order";
import { isInstalled } from "../peer-packages";
import { asTerraformText, quoteInHcl } from "../terraform-text";

const HELM = "@cdktf/provider-helm";
/** How long the pods of a release may take to be ready, in seconds: images are pulled and volumes made. */
const TIMEOUT = 600;
/** Earlier revisions that are kept to go back to: each is a Secret of the namespace. */
const HISTORY = 5;

/** A release without its values. */
type Source = Omit<HelmRelease, "values">;

/**
 * Makes the releases, each after the one before it and all after what `before` names.
 * @param valuesOf - called when Terraform's JSON is written: until then tenants may still be added
 */
export function emitReleases(
  scope: Construct,
  releases: readonly Source[],
  valuesOf: (name: string) => unknown,
  { before, provider }: { readonly before: readonly TerraformResource[]; readonly provider?: TerraformProvider },
): readonly TerraformResource[] {
  const { Release } = helmBindings();
  const made: TerraformResource[] = [];
  for (const { name, namespace, chart, repository, version } of releases) {
    const release = { name, namespace, chart, repository, version };
    const values = [deferredString(() => asTerraformText(textOf(valuesOf(name) ?? {})))];
    const config = { ...asTerraformText(release), values, provider, timeout: TIMEOUT, maxHistory: HISTORY };
    const resource = new Release(scope, `release-${name}`, config);
    for (const awaited of made.length === 0 ? before : made.slice(-1)) waitFor(resource, awaited);
    made.push(quoteInHcl(resource));
  }
  return made;
}

/**
 * Loaded with the first release: who has tenants alone need not install them.
 * @throws Error with the command that installs them
 */
function helmBindings(): { readonly Release: typeof Release } {
  if (!isInstalled(HELM)) {
    throw new Error(`A monitoring stack needs a package that is not installed: ${HELM}.\nRun: npm install ${HELM}`);
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- synth is synchronous, `import()` is not
  return require("@cdktf/provider-helm/lib/release") as { readonly Release: typeof Release };
}

/** Keys in order and a line for each, so that one changed value is a diff of one line. JSON is YAML as well. */
function textOf(values: unknown): string {
  return JSON.stringify(sorted(values), null, 1);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}
