import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { type Issue, issueUnless, type Path, show } from "../../src/model/issue";
import { isRecord } from "../../src/model/json";
import { isDnsLabel } from "../../src/model/kubernetes/names";
import type { KubeObject } from "../../src/model/kubernetes/kube-object";
import type { CollectionSpec, CollectorKind } from "../../src/model/monitoring/collection/collection-spec";
import { collectionObjects } from "../../src/model/monitoring/collection/objects";
import type { PlatformSources } from "../../src/model/monitoring/collection/platform-jobs";
import { collectionReleases } from "../../src/model/monitoring/collection/releases";
import type { ScrapeLimits } from "../../src/model/monitoring/collection/scrape-limits";
import type { StackRoute } from "../../src/model/monitoring/collection/stack-route";
import { STACK_PORTS } from "../../src/model/tenant/objects/stack-policies";
import type { SourcesSpec } from "../../src/model/tenant/spec/monitoring-spec";
import { kindOf } from "../../src/model/schema/faults";
import { givenProps, propIssues, PROVIDER } from "../given";
import { givenPlatform } from "../given-platform";
import type { IHikubePlatform } from "../hikube-platform";
import { emitGroup, waitFor } from "../order";
import { registryOf } from "../registry";
import { emitReleases } from "./helm-releases";
import type { HikubeMonitoring } from "./hikube-monitoring";

/** A stack that is declared in another app or repository, or in another cluster. */
export interface StackAttributes {
  /** Namespace of the stack: `tenant-acme-monitoring`. */
  readonly namespace: string;
  /** Namespace of the tenant whose stack it is. */
  readonly tenant: string;
  /** Namespaces of tenants below it that do not start with its own. @default - none */
  readonly adopted?: readonly string[];
  /** Whether it gets the metrics of nodes. @default false */
  readonly nodes?: boolean;
  /** URL of its gateway where the stack is in another cluster: `https://…`. @default - the stack is in this cluster */
  readonly gateway?: string;
  /** Name under which a stack in another cluster knows this one. @default - the stack is in this cluster */
  readonly cluster?: string;
}

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
  /** Provider of the objects. @default - the platform's */
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
    const issues = [...propIssues(given, PROPS, path), ...stackIssues(stacks, [path, "stacks"])];
    registryOf(this).report(...issues);
    registryOf(this).cluster(platform.cluster);
    if (issues.length > 0) {
      this.releases = [];
      return;
    }
    const provider = own ?? platform.provider;
    const routes = stacks.map(routeOf);
    const spec: CollectionSpec = {
      ...rest,
      cluster: platform.cluster,
      stacks: routes,
      platform: sources,
      sources: registries,
    };
    const all = collectionObjects(spec);
    const isNamespace = ({ kind }: KubeObject) => kind === "Namespace";
    const made = emitGroup(this, all.filter(isNamespace), [], { provider });
    if (platform.ready !== undefined) for (const resource of made) waitFor(resource, platform.ready);
    emitGroup(
      this,
      all.filter((object) => !isNamespace(object)),
      made,
      { provider },
    );
    const releases = collectionReleases(spec);
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
  ...{ storageClass: TEXT, platformBuffer: TEXT, provider: PROVIDER, helmProvider: PROVIDER },
};

function routeOf(stack: HikubeMonitoring | StackAttributes): StackRoute {
  const given = isConstruct(stack) ? attributesOf(stack) : stack;
  return { ...given, gateway: given.gateway ?? `gateway.${given.namespace}.svc:${STACK_PORTS.gateway}` };
}

/** By its form: it may be of another copy of this package. */
function isConstruct(stack: unknown): stack is HikubeMonitoring {
  return Construct.isConstruct(stack) && isRecord((stack as Partial<HikubeMonitoring>).tenant);
}

function attributesOf({ namespace, tenant, nodes }: HikubeMonitoring): StackAttributes {
  return { namespace, tenant: tenant.namespace, nodes };
}

/** A stack that is listed twice would get everything twice; one of another form would be fed by nobody. */
function stackIssues(stacks: unknown, path: Path): readonly Issue[] {
  if (!Array.isArray(stacks)) return [];
  const seen = new Set<unknown>();
  return stacks.flatMap((stack: unknown, index): readonly Issue[] => {
    const at = [...path, index];
    if (!isRecord(stack)) return [notStack(at, stack)];
    const { namespace } = stack;
    const isTaken = seen.has(namespace);
    seen.add(namespace);
    const names = { namespace, tenant: isConstruct(stack) ? stack.tenant.namespace : stack.tenant };
    return [
      ...Object.entries(names).flatMap(([field, name]) =>
        issueUnless(isDnsLabel(name), [...at, field], () => ({
          code: "invalid-namespace",
          message: "invalid namespace",
          received: show(name),
          expected: "lower-case letters, digits and dashes, at most 63 characters",
          hint: "pass the HikubeMonitoring itself, or the names that `hikube tree` shows",
        })),
      ),
      ...issueUnless(!isTaken, at, () => ({
        code: "duplicate-name",
        message: "the stack is listed twice",
        received: show(namespace),
        expected: "each stack once",
        hint: "remove one of the two",
      })),
    ];
  });
}

function notStack(path: Path, given: unknown): Issue {
  return {
    path,
    code: "wrong-type",
    message: "not a stack",
    received: kindOf(given),
    expected: "a HikubeMonitoring, or the attributes of a stack that is declared elsewhere",
    hint: "pass the construct itself, not its name",
  };
}
