import type { ClusterFacts } from "../../cluster/cluster-facts";
import type { SourcesSpec } from "../../tenant/spec/monitoring-spec";
import type { PlatformSources } from "./platform-jobs";
import type { ScrapeLimits } from "./scrape-limits";
import type { StackRoute } from "./stack-route";

/** The collection of one cluster. */
export interface CollectionSpec {
  readonly cluster: ClusterFacts;
  /**
   * The stacks that are fed. Committed, and only ever longer: a new one comes last. Taking one out, or changing the order,
   * deletes what waits for those behind it.
   */
  readonly stacks: readonly StackRoute[];
  /** What pods of tenants may cost. @default - SCRAPE_LIMITS */
  readonly limits?: ScrapeLimits;
  readonly platform?: PlatformSources;
  /** Size of the platform's buffer, a Kubernetes quantity; 512MiB a stack are used at most. @default "10Gi" */
  readonly platformBuffer?: string;
  /** StorageClass of the buffers. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Memory limits of collectors. @default - `{ pods: "512Mi", platform: "512Mi", logs: "192Mi" }` */
  readonly memory?: Partial<Record<CollectorKind, string>>;
  readonly sources?: SourcesSpec;
}

/** What a collector reads. */
export type CollectorKind = "pods" | "platform" | "logs";
