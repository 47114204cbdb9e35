import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { KubeObject } from "../src/model/kubernetes/kube-object";
import type { ClusterFacts } from "../src/model/platform/cluster-facts";
import { platformObjects } from "../src/model/platform/platform";
import { forestOf } from "./forest";
import { emitClosedGroup, emitGroup } from "./order";

export interface HikubePlatformProps {
  /** Facts of the cluster, the same that its tenants are given. */
  readonly cluster: ClusterFacts;
  /**
   * Whether admission policies guard what roles cannot: without them, members of a tenant who may write its
   * objects can take apart what isolates it.
   * @default true
   */
  readonly guardrails?: boolean;
  /**
   * Whether everybody who is signed in may read which StorageClasses, IngressClasses and PriorityClasses there are.
   * Their parameters are read with them: turn it off where these tell what tenants shall not know.
   * @default true
   */
  readonly readableClasses?: boolean;
  /** Provider of all the platform's resources. @default - the stack's only Kubernetes provider */
  readonly provider?: TerraformProvider;
}

/**
 * What a cluster needs once, before its first tenant: the roles of the four access levels, the guardrails, and the
 * namespace of what belongs to no tenant. Tenants of the same app on the same cluster wait for it.
 */
export class HikubePlatform extends Construct {
  /** Level roles and the platform's namespace. */
  readonly base: readonly TerraformResource[];
  /** Admission policies and their bindings. */
  readonly guardrails: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: HikubePlatformProps) {
    super(scope, id);
    const { cluster, provider, guardrails = true, readableClasses } = props;
    const objects = platformObjects({ cluster, guardrails, readableClasses });
    const isNamespace = ({ kind }: KubeObject) => kind === "Namespace";
    const namespaces = emitGroup(this, objects.base.filter(isNamespace), [], { provider });
    const inside = objects.base.filter((object) => !isNamespace(object));
    this.base = [...namespaces, ...emitClosedGroup(this, inside, namespaces, { provider })];
    this.guardrails = emitClosedGroup(this, objects.guardrails, this.base.slice(-1), { provider });
    forestOf(this).addPlatform(this.node.path, cluster, [...this.base, ...this.guardrails].at(-1));
  }
}
