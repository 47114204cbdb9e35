import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../src/model/cluster/cluster-facts";
import { customResourceWarnings } from "../src/model/cluster/custom-resource-groups";
import { oldVersionWarnings } from "../src/model/cluster/old-version";
import { contactIssues } from "../src/model/tenant/spec/contact";
import { platformObjects } from "../src/model/platform/platform";
import { emitClosedGroup, emitGroup } from "./order";
import { FLAG, givenProps, isKnownText, propIssues, PROVIDER, TEXT } from "./given";
import { registryOf, registryOfApp } from "./registry";
import { warn } from "./unchecked";

/** The platform that tenants live on. */
export interface IHikubePlatform {
  /** Facts of its cluster. */
  readonly cluster: ClusterFacts;
  /** Provider of the tenants' resources, unless they name another. @default - the stack's only Kubernetes provider */
  readonly provider?: TerraformProvider;
  /**
   * Resource that is created last: tenants wait for it.
   * @default - the platform is applied elsewhere, before its tenants
   */
  readonly ready?: TerraformResource;
}

export interface ClusterFactsProps {
  /** Facts of the cluster, as `hikube cluster inspect` writes them. */
  readonly cluster: ClusterFacts;
  /** Provider of the tenants' resources, unless they name another. @default - the stack's only Kubernetes provider */
  readonly provider?: TerraformProvider;
}

export interface HikubePlatformProps extends ClusterFactsProps {
  /**
   * Whether to create the admission policies. Without them, members of a tenant who may write its objects can remove
   * its isolation.
   * @default true
   */
  readonly guardrails?: boolean;
  /**
   * Whether all authenticated users may read StorageClasses, IngressClasses and PriorityClasses. This includes their
   * parameters: disable it if tenants must not see these.
   * @default true
   */
  readonly readableClasses?: boolean;
  /**
   * Who the people of a tenant ask, e.g. `platform@example.com`, a link or a channel: one line of at most 120 characters, known at synth.
   * Each refusal and warning ends with it.
   * @default - refusals name nobody
   */
  readonly contact?: string;
  /** Provider of all the platform's resources, and of its tenants'. @default - the stack's only Kubernetes provider */
  readonly provider?: TerraformProvider;
}

/** The facts have a reader of their own. */
const FACTS_PROPS = { cluster: { expected: "facts", isRight: () => true }, provider: PROVIDER };
const PLATFORM_PROPS = { ...FACTS_PROPS, guardrails: FLAG, readableClasses: FLAG, contact: TEXT };

/**
 * What a cluster needs once, before its first tenant: the roles of the four access levels, the guardrails, and the
 * namespace `hikube-system`. Tenants wait for it, in every stack of the app.
 */
export class HikubePlatform extends Construct implements IHikubePlatform {
  /** Facts of the cluster, as they were given. */
  readonly cluster: ClusterFacts;
  /** Provider of the platform's resources, and of its tenants'. @default - the stack's only Kubernetes provider */
  readonly provider?: TerraformProvider;
  /** Resource that is created last: tenants wait for it. */
  readonly ready?: TerraformResource;
  /** Level roles and the platform's namespace. */
  readonly base: readonly TerraformResource[];
  /** Admission policies and their bindings. */
  readonly guardrails: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: HikubePlatformProps) {
    const { cluster, provider, guardrails = true, readableClasses, contact, ...rest } = givenProps(scope, id, props);
    super(scope, id);
    const flags = { guardrails, readableClasses, contact, provider, ...rest };
    const { path } = this.node;
    const issues = propIssues({ cluster, ...flags }, PLATFORM_PROPS, path);
    registryOf(this).report(...issues, ...(isKnownText(contact) ? contactIssues(contact, [path, "contact"]) : []));
    const declared = registryOf(this).cluster(cluster);
    declared.contact ??= contact;
    declared.platforms.push(this.node.path);
    this.cluster = declared.facts;
    this.provider = provider;
    warn(this, [...oldVersionWarnings(cluster.version), ...customResourceWarnings(cluster.customResources)]);
    const objects = platformObjects({ cluster, guardrails, readableClasses, contact });
    const isNamespace = ({ kind }: KubeObject) => kind === "Namespace";
    const namespaces = emitGroup(this, objects.base.filter(isNamespace), [], { provider });
    const inside = objects.base.filter((object) => !isNamespace(object));
    this.base = [...namespaces, ...emitClosedGroup(this, inside, namespaces, { provider })];
    this.guardrails = emitClosedGroup(this, objects.guardrails, this.base.slice(-1), { provider });
    this.ready = [...this.base, ...this.guardrails].at(-1);
  }

  /**
   * The platform of a cluster that is declared in another app or repository, and applied before its tenants. It has no
   * resources here.
   */
  static fromClusterFacts(scope: Construct, id: string, props: ClusterFactsProps): IHikubePlatform {
    return new ImportedPlatform(scope, id, props);
  }
}

class ImportedPlatform extends Construct implements IHikubePlatform {
  readonly cluster: ClusterFacts;
  readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, props: ClusterFactsProps) {
    const { cluster, provider, ...rest } = givenProps(scope, id, props);
    super(scope, id);
    const registry = registryOfApp(this);
    registry.report(...propIssues({ cluster, provider, ...rest }, FACTS_PROPS, this.node.path));
    // Wrong facts are told here, not by each tenant.
    registry.cluster(cluster);
    warn(this, oldVersionWarnings(cluster.version));
    this.cluster = cluster;
    this.provider = provider;
  }
}
