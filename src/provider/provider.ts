import { resolve } from "node:path";
import { argument } from "../kube-provider/connection";
import { configurationFaults } from "../kube-provider/connection-faults";
import { printable } from "../model/printable";
import { endOfToken } from "../kube-provider/token";
import { hasUnknown } from "../kube-provider/values";
import {
  deferred,
  forClient,
  type AnyProvider,
  type Diagnostics,
  type Schema,
  type Value,
  type ValueRecord,
} from "../plugin";
import { clientOf, givenFacts, type HikubeClient } from "./client";
import { connectivityData } from "./data/connectivity";
import { tenantData, tenantsData } from "./data/tenants";
import { usageData } from "./data/usage";
import { OWN_WORDS } from "./explained";
import { FUNCTIONS } from "./functions";
import { kubeconfigEphemeral } from "./kubeconfig/ephemeral";
import { manifestResource } from "./manifest/resource";
import { platformResource } from "./platform/platform-resource";
import { PROVIDER_SCHEMA } from "./provider-schema";
import { inMarkdown } from "./schema/markdown";
import { tenantResource } from "./tenant/tenant-resource";

/** How the provider works where it is served inside another program. */
export interface HikubeProviderOptions {
  /** Where terraform runs, and paths of its configuration begin. @default - where this process runs */
  readonly folder?: string | undefined;
  /** Whether it plans from the configuration alone, as where the cluster is not known yet. @default false */
  readonly withoutCluster?: boolean | undefined;
}

/** The provider `hikube`. @param environment - where `KUBE_*` variables are read from */
export function hikubeProvider(
  environment: NodeJS.ProcessEnv = process.env,
  options: HikubeProviderOptions = {},
): AnyProvider {
  const provider = plainProvider(environment, options);
  const { schema, resources = {}, dataSources = {}, ephemerals = {} } = provider;
  return {
    ...provider,
    schema: inMarkdown(schema),
    resources: described(resources),
    dataSources: described(dataSources),
    ephemerals: described(ephemerals),
  };
}

function described<D extends { readonly schema: Schema }>(all: Readonly<Record<string, D>>): Record<string, D> {
  return Object.fromEntries(
    Object.entries(all).map(([name, one]) => [name, { ...one, schema: inMarkdown(one.schema) }]),
  );
}

function plainProvider(
  environment: NodeJS.ProcessEnv,
  { folder = process.cwd(), withoutCluster = false }: HikubeProviderOptions,
): AnyProvider {
  return forClient<HikubeClient>().provider<Schema>({
    name: "hikube",
    schema: PROVIDER_SCHEMA,
    ownWords: OWN_WORDS,
    printed: printable,
    validate({ config, diagnostics }) {
      if (config.config_path !== null && config.config_paths !== null) {
        diagnostics.error("`config_path` and `config_paths` exclude each other", "Write one of them.", ["config_path"]);
      }
      if (typeof config.cluster_facts === "string") givenFacts(config.cluster_facts);
    },
    configure({ config: given, diagnostics }) {
      // Whatever is not known yet may name the cluster: none but the right one is asked.
      if (withoutCluster || hasUnknown(given)) return deferred("provider config unknown");
      const config = withPlaces(given, folder);
      for (const [path, fault] of configurationFaults(config, environment)) {
        diagnostics.error("Invalid attribute in provider configuration", fault, path);
      }
      warnOfOldToken(argument("token", config, environment), diagnostics);
      return clientOf(config, environment);
    },
    resources: {
      hikube_manifest: manifestResource(),
      hikube_platform: platformResource(),
      hikube_tenant: tenantResource(),
    },
    dataSources: {
      hikube_connectivity: connectivityData(),
      hikube_tenant: tenantData(),
      hikube_tenant_usage: usageData(),
      hikube_tenants: tenantsData(),
    },
    ephemerals: { hikube_kubeconfig: kubeconfigEphemeral() },
    functions: FUNCTIONS,
  });
}

/** The kubeconfigs of a block, where terraform finds them. */
function withPlaces(config: ValueRecord, folder: string): ValueRecord {
  const at = (path: Value | undefined): Value =>
    typeof path !== "string" || path === "" || path.startsWith("~") ? (path ?? null) : resolve(folder, path);
  const { config_path: one, config_paths: several } = config;
  return {
    ...config,
    config_path: at(one),
    config_paths: Array.isArray(several) ? several.map(at) : (several ?? null),
  };
}

/** Nobody can fetch a plain token anew: the first call of an apply would say `Unauthorized`, and no more. */
function warnOfOldToken(token: string, diagnostics: Diagnostics): void {
  const end = endOfToken(token);
  if (end === undefined || end.getTime() > Date.now()) return;
  const detail =
    "The API server will refuse it. Get another one, or use `exec`, which fetches tokens when they are needed.";
  diagnostics.warning(`The token of the provider ended at ${end.toISOString()}`, detail, ["token"]);
}
