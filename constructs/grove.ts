import type { TerraformResource } from "cdktf";
import type { Issue } from "../src/model/issue";
import type { ClusterFacts } from "../src/model/platform/cluster-facts";
import type { ExternalNode, ExternalParent, Tenant, TenantNode } from "../src/model/tenant/resolve/tenant";
import { waitFor } from "./order";

/** A tree whose children are still being added. */
interface GrowingNode extends TenantNode {
  readonly children: GrowingNode[];
}

interface GrowingExternal extends ExternalNode {
  readonly children: GrowingNode[];
}

/** What one app says about one cluster: its platform and its trees of tenants. */
export class Grove {
  readonly roots: (GrowingNode | GrowingExternal)[] = [];
  private readonly nodes = new Map<Tenant, GrowingNode>();
  private readonly externals = new Map<string, GrowingExternal>();
  private readonly platforms: string[] = [];
  private readonly awaited: TerraformResource[] = [];
  private readonly waiting: TerraformResource[] = [];

  constructor(readonly cluster: ClusterFacts) {}

  /** Adds a tenant under its parent, or as a new tree that waits for the platform. */
  addTenant(tenant: Tenant, namespace: TerraformResource): TenantNode {
    const node = { tenant, children: [] };
    this.nodes.set(tenant, node);
    const { parent } = tenant;
    const above = parent && "spec" in parent ? this.nodes.get(parent) : undefined;
    const elsewhere = parent && !("spec" in parent) ? this.externalNode(parent) : undefined;
    (above?.children ?? elsewhere?.children ?? this.roots).push(node);
    // Below a tenant of this app, the parent has waited already.
    if (above === undefined) {
      this.waiting.push(namespace);
      for (const platform of this.awaited) waitForPlatform(namespace, platform);
    }
    return node;
  }

  /** Two stacks may each name the same parent: what it has available is shared by the sub-tenants of both. */
  private externalNode(external: ExternalParent): GrowingExternal {
    const key = JSON.stringify(external.given);
    const known = this.externals.get(key);
    if (known !== undefined) return known;
    const node = { external: { ...external, cluster: this.cluster }, children: [] };
    this.externals.set(key, node);
    this.roots.push(node);
    return node;
  }

  /** Tenants made earlier wait for the platform as well as those made later. */
  addPlatform(path: string, ready: TerraformResource | undefined): void {
    this.platforms.push(path);
    if (ready === undefined) return;
    this.awaited.push(ready);
    for (const namespace of this.waiting) waitForPlatform(namespace, ready);
  }

  platformIssues(): readonly Issue[] {
    const [first, ...others] = this.platforms;
    return others.map((path) => ({
      path: [path],
      message: "the cluster has a platform already",
      received: `a second HikubePlatform with the same cluster facts as ${String(first)}`,
      expected: "one HikubePlatform a cluster",
      hint: "remove one of them, or give each the facts of its own cluster",
    }));
  }
}

/** Two stacks that hold parts of each other's trees cannot be ordered: the tree then decides, the platform yields. */
function waitForPlatform(namespace: TerraformResource, platform: TerraformResource): void {
  if (!platform.cdktfStack.dependsOn(namespace.cdktfStack)) waitFor(namespace, platform);
}
