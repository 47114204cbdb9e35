import { isDeepStrictEqual } from "node:util";
import { type ISynthesisSession, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Issue, SpecError } from "../src/model/issue";
import type { ClusterFacts } from "../src/model/cluster/cluster-facts";
import { assertReadableFacts } from "../src/model/cluster/cluster-facts-rules";
import { knownCluster, type KnownCluster } from "../src/model/cluster/known-cluster";
import type { ExternalNode, ExternalParent, Tenant, TenantNode } from "../src/model/tenant/resolve/tenant";
import { validateTenants } from "../src/model/tenant/rules/validate";
import { writeDocuments } from "./document";
import { outsideOfStack } from "./given";
import { isKnown } from "./known";
import { moveIssues, type MovedTenant } from "./move-issues";
import { missingProviders } from "./missing-providers";
import { guardStack } from "./stack-guard";

/** A tree to which children are still being added, and whose tenant may still get peers. */
export interface GrowingNode extends TenantNode {
  tenant: Tenant;
  readonly children: GrowingNode[];
}

/** The same below a parent that is declared elsewhere. */
export interface GrowingExternal extends ExternalNode {
  readonly children: GrowingNode[];
}

/** What one app declares for one cluster. */
export interface DeclaredCluster {
  readonly facts: ClusterFacts;
  /** The same, as the rules of tenants read them. */
  readonly known: KnownCluster;
  readonly roots: (GrowingNode | GrowingExternal)[];
  /** Who its platform says is asked. */
  contact?: string;
  /** Paths of the platforms that are declared for it. */
  readonly platforms: string[];
}

/** Kept on the root of the app under a global symbol, so that several copies of this package share it. */
const REGISTRY = Symbol.for("cdktf-hikube/registry");

interface Root extends IConstruct {
  [REGISTRY]?: TenantRegistry;
}

/**
 * The registry of the app that a construct belongs to; the construct's stack is guarded from now on. @throws SpecError
 * if the construct is not inside a stack: cdktf would silently ignore it
 */
export function registryOf(construct: IConstruct): TenantRegistry {
  assertInStack(construct);
  return registryOfApp(construct);
}

/** The same for what has no resources, and so may stand beside the stacks. */
export function registryOfApp(construct: IConstruct): TenantRegistry {
  const root: Root = construct.node.root;
  const known = root[REGISTRY];
  const registry = known ?? new TenantRegistry();
  if (known === undefined) {
    Object.defineProperty(root, REGISTRY, { value: registry });
    // Stacks that exist already are synthesized first: they must not be written either while a tenant is invalid.
    for (const other of root.node.findAll()) registry.guard(other);
  }
  registry.guard(construct);
  return registry;
}

/**
 * All tenants of one app, in all its stacks: only here can two tenants in one namespace or an overdrawn quota be seen.
 */
export class TenantRegistry {
  /** Paths of the constructs of monitoring stacks, by those of their tenants: a fault is told where its author wrote. */
  readonly stackPaths = new Map<string, string>();
  /** Tenants that were at other paths. */
  readonly moves: MovedTenant[] = [];
  private readonly clusters: DeclaredCluster[] = [];
  private readonly guarded = new Set<TerraformStack>();
  private readonly written = new WeakSet<ISynthesisSession>();
  private readonly reported: Issue[] = [];
  private found: readonly Issue[] | undefined;

  /**
   * The cluster with these facts: two stacks may each have read the file of the same cluster.
   * @throws SpecError where these are not the facts of a cluster; wrong values in them wait for synth
   */
  cluster(facts: ClusterFacts): DeclaredCluster {
    this.found = undefined;
    const known = this.clusters.find((one) => one.facts === facts || isDeepStrictEqual(one.facts, facts));
    if (known !== undefined) return known;
    assertReadableFacts(facts);
    const cluster: DeclaredCluster = { facts, known: knownCluster(facts), roots: [], platforms: [] };
    this.clusters.push(cluster);
    return cluster;
  }

  /** Two stacks may name the same external parent: their sub-tenants share what it has available. */
  external(external: ExternalParent): GrowingExternal {
    const { roots, known } = this.cluster(external.cluster.facts);
    const declared = roots.find(
      (node): node is GrowingExternal => "external" in node && isDeepStrictEqual(node.external.given, external.given),
    );
    const node = declared ?? { external: { ...external, cluster: known }, children: [] };
    if (declared === undefined) roots.push(node);
    return node;
  }

  /** Reports a fault, which synth prints together with all others. */
  report(...issues: readonly Issue[]): void {
    this.found = undefined;
    this.reported.push(...issues);
  }

  /** Call it after a tenant has changed. */
  changed(): void {
    this.found = undefined;
  }

  /** All faults of the app, each once. */
  issues(): readonly Issue[] {
    this.found ??= [
      ...this.reported,
      ...this.clusters.flatMap((cluster) => [...platformIssues(cluster), ...validateTenants(cluster.roots, isKnown)]),
    ].map((issue) => this.atStack(issue));
    // Resources come and go without a word to the registry.
    return [...this.found, ...moveIssues(this.moves)];
  }

  /** Then nobody knows which providers are needed. */
  private hasWrongEngine(): boolean {
    return this.issues().some(({ path }) => path.at(-1) === "engine");
  }

  private atStack(issue: Issue): Issue {
    const [tenant, field, ...rest] = issue.path;
    const stack = field === "monitoring" ? this.stackPaths.get(String(tenant)) : undefined;
    return stack === undefined ? issue : { ...issue, path: [stack, ...rest] };
  }

  /** Guards the outermost stack around a construct: cdktf validates nested stacks together with it. */
  guard(construct: IConstruct): void {
    const stack = construct.node.scopes.find((scope) => TerraformStack.isStack(scope));
    if (stack === undefined || this.guarded.has(stack)) return;
    this.guarded.add(stack);
    guardStack(stack, {
      issues: () => [...this.issues(), ...(this.hasWrongEngine() ? [] : missingProviders(stack))],
      write: (session) => {
        this.writeOnce(session, stack);
      },
    });
  }

  private writeOnce(session: ISynthesisSession, stack: TerraformStack): void {
    if (this.written.has(session)) return;
    this.written.add(session);
    writeDocuments(this.clusters, session.outdir, stack);
  }
}

function platformIssues({ platforms: [first, ...others] }: DeclaredCluster): readonly Issue[] {
  return others.map((path) => ({
    path: [path],
    code: "duplicate-platform",
    message: "the cluster has a platform already",
    received: `a second HikubePlatform with the same cluster facts as ${String(first)}`,
    expected: "one HikubePlatform per cluster",
    hint: "remove one of them, or give each the facts of its own cluster",
  }));
}

function assertInStack(construct: IConstruct): void {
  if (construct.node.scopes.some((scope) => TerraformStack.isStack(scope))) return;
  throw new SpecError([{ path: [construct.node.path], ...outsideOfStack("a scope outside of every stack") }]);
}
