/** Tenants that are declared in YAML or JSON, for apps that place them. */

import { SpecError } from "../model/issue";
import type { ClusterFacts } from "../model/cluster/cluster-facts";
import { treesOf, type TopTree } from "../model/tenant/document";
import type { Engine } from "../model/tenant/spec/engine";
import { ignoredKeyExpression } from "../model/tenant/spec/ignored-keys";
import { withPlace } from "./file-issue";
import { readTenantsFile } from "./files";

/** What a file of tenants declares, proved. */
export interface DeclaredTenants {
  /** The top tenants with their sub-tenants. */
  readonly tenants: readonly TopTree[];
  /** Facts of the cluster that they live on. */
  readonly cluster: ClusterFacts;
  /** Who the people of a tenant ask; for `contact` of `HikubePlatform`. @default - the file names nobody */
  readonly contact?: string;
  /** What makes their objects; for `engine` of `HikubePlatform`. @default - the file does not say */
  readonly engine?: Engine;
  /** The engine that made them before; for `formerEngine` of `HikubePlatform`. @default - none */
  readonly formerEngine?: "kubernetes";
  /** Labels of others that stay, as `ignoreLabels` of the Kubernetes provider takes them. */
  readonly ignoreLabels: readonly string[];
  /** The same for annotations. */
  readonly ignoreAnnotations: readonly string[];
}

/** A file of tenants; see `docs/tenants-file.md`. */
export const TenantsFile = {
  /**
   * Reads and checks a file of tenants, YAML or JSON.
   * @param path - of the file
   * @param cluster - facts of the cluster. Default: those of the `cluster` that the file names
   * @throws SpecError with every fault of the file, each with line and column
   */
  read(path: string, cluster?: ClusterFacts): DeclaredTenants {
    const { forest, cluster: facts, issues, settings = {} } = readTenantsFile(path, cluster);
    if (facts === undefined || forest === undefined) throw new SpecError(issues.map(withPlace));
    const { ignoreLabels = [], ignoreAnnotations = [], ...given } = settings;
    return {
      tenants: treesOf(forest),
      cluster: facts,
      ...given,
      ignoreLabels: ignoreLabels.map(ignoredKeyExpression),
      ignoreAnnotations: ignoreAnnotations.map(ignoredKeyExpression),
    };
  },
} as const;
