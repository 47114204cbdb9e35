import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { ClusterFacts } from "../src/model/cluster/cluster-facts";
import { customResourceWarnings } from "../src/model/cluster/custom-resource-groups";
import { oldVersionWarnings } from "../src/model/cluster/old-version";
import { contactIssues } from "../src/model/tenant/spec/contact";
import type { Engine } from "../src/model/tenant/spec/engine";
import { ENGINE, engineOf, formerEngineOf, providerOf, wasOfObjects } from "./engine/engine";
import { emitPlatform, emitPlatformObjects } from "./engine/platform-resources";
import { FLAG, givenProps, isKnownText, propIssues, TEXT } from "./given";
import { registryOf, registryOfApp } from "./registry";
import { warn } from "./unchecked";

/** The platform that tenants live on. */
export interface IHikubePlatform {
  /** Facts of its cluster. */
  readonly cluster: ClusterFacts;
  /** What makes the objects of its tenants. @default "kubernetes" */
  readonly engine?: Engine;
  /** The engine that made its tenants before. @default - they are new, or of this engine already */
  readonly formerEngine?: "kubernetes";
  /** Provider of the tenants' resources, unless they name another. @default - the stack's only one of the engine */
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
  /**
   * What makes the objects of the tenants: `kubernetes`, a resource of hashicorp/kubernetes for each object; `hikube`, one `hikube_tenant`
   * for each tenant, by the provider `hikube`. The objects are the same.
   * @see docs/engines.md
   * @default "kubernetes"
   */
  readonly engine?: Engine;
  /**
   * The engine that made the platform and its tenants before. What it made is taken over as it is: namespaces move in Terraform's
   * state, all else leaves it, and nothing is destroyed. Keep it until it has been applied to every state.
   * @default - they are new, or of this engine already
   */
  readonly formerEngine?: "kubernetes";
  /**
   * Provider of the tenants' resources, unless they name another: a KubernetesProvider, or a HikubeProvider for the engine `hikube`.
   * @default - the stack's only one of the engine
   */
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
  /**
   * Provider of all the platform's resources, and of its tenants': a KubernetesProvider, or a HikubeProvider for the engine `hikube`.
   * @default - the stack's only one of the engine
   */
  readonly provider?: TerraformProvider;
}

/** The facts have a reader of their own. */
function factsProps(given: Pick<ClusterFactsProps, "engine">) {
  return {
    cluster: { expected: "facts", isRight: () => true },
    engine: ENGINE,
    formerEngine: formerEngineOf(engineOf(given)),
    provider: providerOf(engineOf(given)),
  };
}

const PLATFORM_PROPS = { guardrails: FLAG, readableClasses: FLAG, contact: TEXT };

/**
 * What a cluster needs once, before its first tenant: the roles of the four access levels, the guardrails, and the
 * namespace `hikube-system`. Tenants wait for it, in every stack of the app.
 */
export class HikubePlatform extends Construct implements IHikubePlatform {
  /** Facts of the cluster, as they were given. */
  readonly cluster: ClusterFacts;
  /** What makes its objects, and those of its tenants. */
  readonly engine: Engine;
  /** The engine that made them before. @default - they are new, or of this engine already */
  readonly formerEngine?: "kubernetes";
  /** Provider of the platform's resources, and of its tenants'. @default - the stack's only one of the engine */
  readonly provider?: TerraformProvider;
  /** Resource that is created last: tenants wait for it. */
  readonly ready?: TerraformResource;
  /** Level roles and the platform's namespace; with the engine `hikube` the platform's one resource. */
  readonly base: readonly TerraformResource[];
  /** Admission policies and their bindings. With the engine `hikube` none. */
  readonly guardrails: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: HikubePlatformProps) {
    const given = givenProps(scope, id, props);
    super(scope, id);
    const { cluster, engine, provider, guardrails = true, readableClasses, contact } = given;
    const { path } = this.node;
    const issues = propIssues(given, { ...factsProps(given), ...PLATFORM_PROPS }, path);
    registryOf(this).report(...issues, ...(isKnownText(contact) ? contactIssues(contact, [path, "contact"]) : []));
    const declared = registryOf(this).cluster(cluster);
    declared.contact ??= contact;
    declared.platforms.push(this.node.path);
    this.cluster = declared.facts;
    this.provider = provider;
    warn(this, [...oldVersionWarnings(cluster.version), ...customResourceWarnings(cluster.customResources)]);
    this.engine = engineOf({ engine });
    this.formerEngine = given.formerEngine;
    const spec = { cluster, guardrails, readableClasses, contact };
    const made =
      this.engine === "hikube"
        ? emitPlatform(this, spec, { provider, wasOfObjects: wasOfObjects(given) })
        : emitPlatformObjects(this, spec, provider);
    this.base = made.base;
    this.guardrails = made.guardrails;
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
  readonly engine: Engine;
  readonly formerEngine?: "kubernetes";
  readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, props: ClusterFactsProps) {
    const given = givenProps(scope, id, props);
    super(scope, id);
    const { cluster, provider } = given;
    const registry = registryOfApp(this);
    registry.report(...propIssues(given, factsProps(given), this.node.path));
    // Wrong facts are told here, not by each tenant.
    registry.cluster(cluster);
    warn(this, oldVersionWarnings(cluster.version));
    this.cluster = cluster;
    this.engine = engineOf(given);
    this.formerEngine = given.formerEngine;
    this.provider = provider;
  }
}
