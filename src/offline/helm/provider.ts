import type { Cluster } from "../../kube/cluster";
import type { Connection } from "../../kube/connection";
import { connect } from "../../kube/http-cluster";
import { withRetries } from "../../kube/retry";
import { connectionOf } from "../../kube-provider/connection";
import { configurationFaults } from "../../kube-provider/connection-faults";
import { recordOf, textOf, textsOf, withoutUnknown } from "../../kube-provider/values";
import { DiagnosticError, forClient, type AnyProvider, type Value, type ValueRecord } from "../../plugin";
import { messageOf } from "../../support/errors";
import { ChartStore } from "./charts/store";
import { Helm, type HelmClient } from "./client";
import type { Home } from "./home";
import { Marks } from "./marks";
import { HELM_PROVIDER_SCHEMA } from "./provider-schema";
import { releaseResource } from "./release/resource";
import { settingsOf } from "./settings";
import { unsupported } from "./unsupported";

type Environment = NodeJS.ProcessEnv;

export interface HelmProviderOptions {
  /** Finds or makes the helm that is run. */
  readonly locateHelm: () => Promise<string>;
  /** Where files of Helm lie while it runs. */
  readonly home: Home;
  /** @default - this process's own */
  readonly environment?: Environment;
}

/** The offline hashicorp/helm: schemas, state and life cycle of the real one, by a real Helm 3. */
export function helmProvider({ environment = process.env, locateHelm, home }: HelmProviderOptions): AnyProvider {
  return forClient<HelmClient>().provider({
    name: "helm",
    schema: HELM_PROVIDER_SCHEMA,
    validate({ config, diagnostics }) {
      const { config_path: path, config_paths: paths } = recordOf(config.kubernetes);
      if (path !== null && path !== undefined && textsOf(paths).length > 0) {
        diagnostics.error('"config_path": conflicts with config_paths', undefined, ["kubernetes", "config_path"]);
      }
    },
    configure({ config, diagnostics, log }) {
      // Terraform configures before all is known: what is not known yet counts as not given.
      const known = recordOf(withoutUnknown(config));
      const kubernetes = asBlock(recordOf(known.kubernetes));
      for (const [path, fault] of configurationFaults(kubernetes, environment)) {
        diagnostics.error("Invalid attribute in provider configuration", fault, ["kubernetes", ...path]);
      }
      refuseUnserved(known);
      const settings = settingsOf(known, environment);
      log.mask(...settings.registries.map(({ password }) => password), ...secretsOf(kubernetes));
      const helm = new Helm(locateHelm, environment, settings);
      return {
        ...clusterOf(kubernetes, environment),
        settings,
        home,
        marks: new Marks(environment),
        helm,
        charts: new ChartStore(helm, home, settings),
      };
    },
    resources: { helm_release: releaseResource(homeNamespace(environment)) },
  });
}

/** The namespace of releases that name none; an empty variable is none. */
function homeNamespace({ HELM_NAMESPACE: given = "" }: Environment): string {
  return given === "" ? "default" : given;
}

function refuseUnserved(known: ValueRecord): void {
  if (recordOf(known.experiments).manifest === true) {
    throw unsupported("the experiment manifest", "Plans hold no manifest.", ["experiments"]);
  }
}

/** In the provider for Kubernetes, whose rules these are, `exec` is a block. */
function asBlock(kubernetes: ValueRecord): ValueRecord {
  const exec: Value = kubernetes.exec ?? null;
  return { ...kubernetes, exec: exec === null ? [] : [exec] };
}

function secretsOf(kubernetes: ValueRecord): readonly string[] {
  return [kubernetes.token, kubernetes.password, kubernetes.client_key].map(textOf).filter((text) => text.length >= 6);
}

/** The cluster is opened by the first call: a configuration may be incomplete while nothing is asked of it. */
function clusterOf(config: ValueRecord, environment: Environment): Pick<HelmClient, "cluster" | "connection"> {
  let cluster: Cluster | undefined;
  let known: Connection | undefined;
  const connection = (): Connection => (known ??= readConnection(config, environment));
  return { connection, cluster: () => (cluster ??= withRetries(connect(connection()))) };
}

function readConnection(config: ValueRecord, environment: Environment): Connection {
  const found = foundConnection(config, environment);
  if (found !== undefined) return found;
  throw new DiagnosticError(
    "Kubernetes cluster unreachable: no cluster is configured",
    "Set kubernetes = { config_path = … } or host in the provider block, or KUBE_CONFIG_PATH or KUBE_HOST in the environment.",
  );
}

function foundConnection(config: ValueRecord, environment: Environment): Connection | undefined {
  try {
    return connectionOf(config, environment, { sendsBoth: true });
  } catch (error) {
    throw new DiagnosticError("Provider was supplied an invalid configuration", messageOf(error), ["kubernetes"]);
  }
}
