import type { Cluster } from "../../kube/cluster";
import type { Connection } from "../../kube/connection";
import { connect } from "../../kube/http-cluster";
import {
  DiagnosticError,
  forClient,
  type AnyProvider,
  type AnyResource,
  type Schema,
  type ValueRecord,
} from "../../plugin";
import { parsePattern } from "../go-text";
import { recordOf, textsOf, withoutUnknown } from "../../kube-provider/values";
import type { KubernetesClient } from "../../kube-provider/client";
import { connectionOf } from "../../kube-provider/connection";
import { configurationFaults } from "../../kube-provider/connection-faults";
import { allNamespacesData, namespaceData, serverVersionData } from "./data-sources";
import { manifestResource } from "./manifest/resource";
import { objectResource } from "./object-resource";
import type { ObjectMapping } from "./object-type";
import { labelsOrAnnotations } from "./labels-annotations";
import { withRetries } from "../../kube/retry";
import { providerSchema } from "./schema";
import {
  UNSUPPORTED_DATA_SOURCES,
  UNSUPPORTED_RESOURCES,
  unsupportedDataSource,
  unsupportedResource,
} from "./unsupported";
import { priorityClassType, storageClassType } from "./types/classes";
import { configMapType } from "./types/config-map";
import { limitRangeType } from "./types/limit-range";
import { namespaceType } from "./types/namespace";
import { networkPolicyType } from "./types/network-policy";
import { clusterRoleBindingType, clusterRoleType, roleBindingType, roleType } from "./types/rbac";
import { resourceQuotaType } from "./types/resource-quota";
import { secretType } from "./types/secret";
import { defaultServiceAccountType, serviceAccountType } from "./types/service-account";
import { messageOf } from "../../support/errors";

const OBJECT_TYPES: Readonly<Record<string, ObjectMapping>> = {
  kubernetes_cluster_role_binding_v1: clusterRoleBindingType,
  kubernetes_cluster_role_v1: clusterRoleType,
  kubernetes_config_map_v1: configMapType,
  kubernetes_default_service_account_v1: defaultServiceAccountType,
  kubernetes_limit_range_v1: limitRangeType,
  kubernetes_namespace_v1: namespaceType,
  kubernetes_network_policy_v1: networkPolicyType,
  kubernetes_priority_class_v1: priorityClassType,
  kubernetes_resource_quota_v1: resourceQuotaType,
  kubernetes_role_binding_v1: roleBindingType,
  kubernetes_role_v1: roleType,
  kubernetes_secret_v1: secretType,
  kubernetes_service_account_v1: serviceAccountType,
  kubernetes_storage_class_v1: storageClassType,
};

/** The offline hashicorp/kubernetes: schemas, state and life cycle of the real one, for the types above. */
export function kubernetesProvider(environment: NodeJS.ProcessEnv = process.env): AnyProvider {
  return forClient<KubernetesClient>().provider<Schema>({
    name: "kubernetes",
    schema: providerSchema(),
    validate({ config, diagnostics }) {
      if (config.config_path !== null && textsOf(config.config_paths).length > 0) {
        diagnostics.error('"config_path": conflicts with config_paths', undefined, ["config_path"]);
      }
      for (const [name, pattern] of patternsOf(config)) {
        if (parsePattern(pattern) === undefined) {
          diagnostics.error(`"${name}": "${pattern}" is not a regular expression`, undefined, [name]);
        }
      }
    },
    configure({ config, diagnostics }) {
      // Terraform configures before all is known: what is not known yet counts as not given.
      const known = recordOf(withoutUnknown(config));
      for (const [path, fault] of configurationFaults(known, environment)) {
        diagnostics.error("Invalid attribute in provider configuration", fault, path);
      }
      return clientOf(known, environment);
    },
    resources: {
      ...objectResources(),
      kubernetes_annotations: labelsOrAnnotations("annotations"),
      kubernetes_labels: labelsOrAnnotations("labels"),
      kubernetes_manifest: manifestResource(),
      ...eachOf(UNSUPPORTED_RESOURCES, unsupportedResource),
    },
    dataSources: {
      kubernetes_all_namespaces: allNamespacesData(),
      kubernetes_namespace: namespaceData(),
      kubernetes_namespace_v1: namespaceData(),
      kubernetes_server_version: serverVersionData(),
      ...eachOf(UNSUPPORTED_DATA_SOURCES, unsupportedDataSource),
    },
  });
}

/** Each type has a second name without the version, as in the real provider. */
function objectResources(): Record<string, AnyResource<KubernetesClient>> {
  const resources = Object.entries(OBJECT_TYPES).flatMap(([typeName, type]) => {
    const resource = objectResource(typeName, type);
    return [typeName, typeName.replace(/_v1$/, "")].map((name) => [name, resource] as const);
  });
  return Object.fromEntries(resources);
}

function eachOf<T>(names: readonly string[], make: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}

/** The cluster is opened by the first call: a configuration may be incomplete while nothing is asked of it. */
function clientOf(config: ValueRecord, environment: NodeJS.ProcessEnv): KubernetesClient {
  let cluster: Cluster | undefined;
  return {
    cluster: () => (cluster ??= openCluster(config, environment)),
    ignoreLabels: compiled(config.ignore_labels),
    ignoreAnnotations: compiled(config.ignore_annotations),
  };
}

function openCluster(config: ValueRecord, environment: NodeJS.ProcessEnv): Cluster {
  const connection = readConnection(config, environment);
  if (connection !== undefined) return withRetries(connect(connection));
  throw new DiagnosticError(
    "Invalid configuration: no cluster is configured",
    "Set config_path or host in the provider block, or KUBE_CONFIG_PATH or KUBE_HOST in the environment. Without them the real provider tries http://localhost.",
  );
}

function readConnection(config: ValueRecord, environment: NodeJS.ProcessEnv): Connection | undefined {
  try {
    return connectionOf(config, environment, { sendsBoth: true });
  } catch (error) {
    const detail = messageOf(error);
    throw new DiagnosticError("Provider was supplied an invalid configuration", detail);
  }
}

function patternsOf(config: ValueRecord): [string, string][] {
  return ["ignore_annotations", "ignore_labels"].flatMap((name) =>
    textsOf(config[name]).map((pattern): [string, string] => [name, pattern]),
  );
}

function compiled(patterns: ValueRecord[string] | undefined): RegExp[] {
  return textsOf(patterns)
    .map(parsePattern)
    .filter((pattern) => pattern !== undefined);
}
