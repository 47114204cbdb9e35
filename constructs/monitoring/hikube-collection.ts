import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { isRecord } from "../../src/model/json";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { CollectionSpec, CollectorKind } from "../../src/model/monitoring/collection/collection-spec";
import { collectionRules } from "../../src/model/monitoring/collection/collection-rules";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import type { PlatformSources } from "../../src/model/monitoring/collection/platform-jobs";
import { collectionReleases } from "../../src/model/monitoring/collection/releases";
import type { ScrapeLimits } from "../../src/model/monitoring/collection/scrape-limits";
import type { SourcesSpec } from "../../src/model/tenant/spec/monitoring-spec";
import { deferredMap } from "../deferred";
import { engineOf } from "../engine/engine";
import { givenProps, HELM_PROVIDER, propIssues, PROVIDER } from "../given";
import { givenPlatform } from "../given-platform";
import type { IHikubePlatform } from "../hikube-platform";
import { isKnown } from "../known";
import { emitGroup, waitFor } from "../order";
import { registryOf } from "../registry";
import { asTerraformText } from "../terraform-text";
import { emitReleases } from "./helm-releases";
import type { HikubeMonitoring } from "./hikube-monitoring";
import { routeOf, type StackAttributes, stackIssues } from "./stack-attributes";

export interface HikubeCollectionProps {
  /** The platform whose cluster is collected. */
  readonly platform: IHikubePlatform;
  /**
   * The stacks that are fed. A new one comes last: what waits to be sent is kept by its place in this list, so another
   * order loses it. Sub-tenants need no change here.
   */
  readonly stacks: readonly (HikubeMonitoring | StackAttributes)[];
  /** What the pods of tenants may cost when they are read. @default - see docs/monitoring.md */
  readonly limits?: ScrapeLimits;
  /** What else of the platform is read. @default - kubelets, cAdvisor, node-exporter and kube-state-metrics */
  readonly sources?: PlatformSources;
  /** Where charts and images come from. @default - the projects' own registries */
  readonly registries?: SourcesSpec;
  /** StorageClass of the buffers. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Size of the platform's buffer. @default "10Gi" */
  readonly platformBuffer?: string;
  /** Memory limits of collectors. @default - `{ pods: "512Mi", platform: "512Mi", logs: "192Mi" }` */
  readonly memory?: Partial<Record<CollectorKind, string>>;
  /** Provider of the objects, a KubernetesProvider on every engine. @default - the platform's, else the stack's only one */
  readonly provider?: TerraformProvider;
  /** Provider of the Helm releases. @default - the only Helm provider of the stack */
  readonly helmProvider?: TerraformProvider;
}

/**
 * The collection of a cluster, once for all stacks, in the namespace `hikube-monitoring`, in which no tenant has rights:
 * for each stack a vmagent and on each node a vlagent, and once kube-state-metrics, node-exporter and a vmagent for what
 * belongs to nodes. No collector runs in a tenant, and a new sub-tenant changes nothing here: the label of its namespace
 * says which stack its metrics and logs go to.
 */
export class HikubeCollection extends Construct {
  /** The Helm releases. */
  readonly releases: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: HikubeCollectionProps) {
    const given = givenProps(scope, id, props);
    super(scope, id);
    const { platform: on, stacks, provider: own, helmProvider, sources, registries, ...rest } = given;
    const platform = givenPlatform(on, this);
    const path = this.node.path;
    const listed = Array.isArray(stacks) ? stacks : [];
    const issues = [
      ...propIssues(given, PROPS, path),
      ...stackIssues(stacks, [path, "stacks"], platform.cluster),
      ...collectionRules({ ...rest, sources, registries, stacks: listed }, [path], isKnown),
    ];
    registryOf(this).report(...issues);
    registryOf(this).cluster(platform.cluster);
    if (issues.length > 0) {
      this.releases = [];
      return;
    }
    // The objects of the collection are hashicorp/kubernetes' on every engine.
    const provider = own ?? (engineOf(platform) === "kubernetes" ? platform.provider : undefined);
    const common = { ...rest, cluster: platform.cluster, platform: sources, sources: registries };
    const specNow = (): CollectionSpec => ({ ...common, stacks: stacks.map(routeOf) });
    const all = collectionObjects(specNow()).map((object) => writtenLate(object, specNow));
    const isNamespace = ({ kind }: KubeObject) => kind === "Namespace";
    const made = emitGroup(this, all.filter(isNamespace), [], { provider });
    if (platform.ready !== undefined) for (const resource of made) waitFor(resource, platform.ready);
    emitGroup(
      this,
      all.filter((object) => !isNamespace(object)),
      made,
      { provider },
    );
    const releases = collectionReleases(specNow());
    const valuesOf = (name: string) => releases.find((release) => release.name === name)?.values;
    this.releases = emitReleases(this, releases, valuesOf, { before: made, provider: helmProvider });
  }
}

const anything = (expected: string, isRight: (value: unknown) => boolean) => ({ expected, isRight });
const RECORD = anything("an object", isRecord);
const TEXT = anything("a text", (value) => typeof value === "string");
const PROPS = {
  platform: anything("a HikubePlatform", () => true),
  stacks: { ...anything("a list of stacks", Array.isArray), required: true },
  ...{ limits: RECORD, sources: RECORD, registries: RECORD, memory: RECORD },
  ...{ storageClass: TEXT, platformBuffer: TEXT, provider: PROVIDER, helmProvider: HELM_PROVIDER },
};

/** What tenants are below a stack is known when Terraform's JSON is written: their names are in configurations. */
function writtenLate(object: KubeObject, specNow: () => CollectionSpec): KubeObject {
  const { kind, metadata } = object;
  if (kind !== "ConfigMap") return object;
  const written = () =>
    collectionObjects(specNow()).find((one) => one.kind === kind && one.metadata.name === metadata.name);
  return { ...object, data: deferredMap(() => asTerraformText((written()?.data ?? {}) as Record<string, string>)) };
}
