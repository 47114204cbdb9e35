import { isDeepStrictEqual } from "node:util";
import { type ISynthesisSession, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Issue, SpecError } from "../src/model/issue";
import type { ClusterFacts } from "../src/model/platform/cluster-facts";
import { assertReadableFacts } from "../src/model/platform/cluster-facts-rules";
import { knownCluster, type KnownCluster } from "../src/model/platform/known-cluster";
import type { ExternalNode, ExternalParent, Tenant, TenantNode } from "../src/model/tenant/resolve/tenant";
import { validateTenants } from "../src/model/tenant/rules/validate";
import { writeDocuments } from "./document";
import { isKnown } from "./known";
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

/** What one app says about one cluster. */
export interface DeclaredCluster {
  readonly facts: ClusterFacts;
  /** The same, as the rules of tenants read them. */
  readonly known: KnownCluster;
  readonly roots: (GrowingNode | GrowingExternal)[];
  /** Paths of the platforms that are declared for it. */
  readonly platforms: string[];
}

/** On the root of the app, under a name that every copy of this package knows: copies that meet in one app share it. */
const REGISTRY = Symbol.for("cdktf-hikube/registry");

interface Root extends IConstruct {
  [REGISTRY]?: TenantRegistry;
}

/**
 * The registry of the app that a construct belongs to; the construct's stack is guarded from now on.
 * @throws SpecError where there is no stack around the construct: cdktf would leave it out without a word
 */
export function registryOf(construct: IConstruct): TenantRegistry {
  assertInStack(construct);
  const root: Root = construct.node.root;
  const known = root[REGISTRY];
  const registry = known ?? new TenantRegistry();
  if (known === undefined) {
    Object.defineProperty(root, REGISTRY, { value: registry });
    // Stacks that are there already are synthesized first: not even they are written while a tenant is wrong.
    for (const other of root.node.findAll()) registry.guard(other);
  }
  registry.guard(construct);
  return registry;
}

/**
 * All tenants of one app, over all its stacks: two tenants in one namespace or an overdrawn quota can only be seen
 * from here.
 */
export class TenantRegistry {
  private readonly clusters: DeclaredCluster[] = [];
  private readonly guarded = new Set<TerraformStack>();
  private readonly written = new WeakSet<ISynthesisSession>();
  private readonly reported: Issue[] = [];
  private found: readonly Issue[] | undefined;

  /**
   * The cluster of some facts: two stacks may each have read the file, and it is one cluster all the same.
   * @throws SpecError where these are not the facts of a cluster; wrong values in them wait for synth
   */
  cluster(facts: ClusterFacts): DeclaredCluster {
    this.found = undefined;
    const known = this.clusters.find((one) => one.facts === facts || isDeepStrictEqual(one.facts, facts));
    if (known !== undefined) return known;
    assertReadableFacts(facts);
    const cluster = { facts, known: knownCluster(facts), roots: [], platforms: [] };
    this.clusters.push(cluster);
    return cluster;
  }

  /** Two stacks may each name the same parent: what it has available is shared by the sub-tenants of both. */
  external(external: ExternalParent): GrowingExternal {
    const { roots, known } = this.cluster(external.cluster.facts);
    const declared = roots.find(
      (node): node is GrowingExternal => "external" in node && isDeepStrictEqual(node.external.given, external.given),
    );
    const node = declared ?? { external: { ...external, cluster: known }, children: [] };
    if (declared === undefined) roots.push(node);
    return node;
  }

  /** Reports a fault that synth tells together with all others. */
  report(...issues: readonly Issue[]): void {
    this.found = undefined;
    this.reported.push(...issues);
  }

  /** Says that a tenant was changed after it was added. */
  changed(): void {
    this.found = undefined;
  }

  /** All faults of the app, each once. */
  issues(): readonly Issue[] {
    this.found ??= [
      ...this.reported,
      ...this.clusters.flatMap((cluster) => [...platformIssues(cluster), ...validateTenants(cluster.roots, isKnown)]),
    ];
    return this.found;
  }

  /** Guards the outermost stack around a construct: cdktf validates nested stacks together with it. */
  guard(construct: IConstruct): void {
    const stack = construct.node.scopes.find((scope) => TerraformStack.isStack(scope));
    if (stack === undefined || this.guarded.has(stack)) return;
    this.guarded.add(stack);
    guardStack(stack, {
      issues: () => this.issues(),
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
    expected: "one HikubePlatform a cluster",
    hint: "remove one of them, or give each the facts of its own cluster",
  }));
}

function assertInStack(construct: IConstruct): void {
  if (construct.node.scopes.some((scope) => TerraformStack.isStack(scope))) return;
  throw new SpecError([
    {
      path: [construct.node.path],
      code: "outside-of-stack",
      message: "this is in no stack, and nothing of it would be written",
      received: "a scope outside of every stack",
      expected: "a TerraformStack, or a construct inside one",
      hint: "give the stack as the first argument, in place of the app",
    },
  ]);
}
