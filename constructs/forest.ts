import { type ISynthesisSession, type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Issue, SpecError } from "../src/model/issue";
import type { ClusterFacts } from "../src/model/platform/cluster-facts";
import type { Tenant, TenantNode } from "../src/model/tenant/resolve/tenant";
import { validateTenants } from "../src/model/tenant/rules/validate";
import { writeDocuments } from "./document";
import { Grove } from "./grove";
import { isKnown } from "./known";
import { guardStack } from "./stack-guard";

const forests = new WeakMap<IConstruct, Forest>();

/**
 * The forest of the app that a construct belongs to; the construct's stack is guarded from now on.
 * @throws SpecError where there is no stack around the construct: cdktf would leave it out without a word
 */
export function forestOf(construct: IConstruct): Forest {
  assertInStack(construct);
  const { root } = construct.node;
  const known = forests.get(root);
  const forest = known ?? new Forest();
  if (known === undefined) {
    forests.set(root, forest);
    // Stacks that already stand are synthesized first: not even they are written while a tenant is wrong.
    for (const other of root.node.findAll()) forest.guard(other);
  }
  forest.guard(construct);
  return forest;
}

/**
 * All tenants of one app, over all its stacks: two tenants in one namespace or an overdrawn quota can only be seen
 * from here.
 */
export class Forest {
  private readonly groves = new Map<string, Grove>();
  private readonly keys = new WeakMap<ClusterFacts, string>();
  private readonly guarded = new Set<TerraformStack>();
  private readonly written = new WeakSet<ISynthesisSession>();
  private found: readonly Issue[] | undefined;

  /** @param namespace - what must wait for the cluster's platform */
  addTenant(tenant: Tenant, namespace: TerraformResource): TenantNode {
    this.found = undefined;
    return this.groveOf(tenant.cluster).addTenant(tenant, namespace);
  }

  /** @param ready - resource that stands when the whole platform stands; none when the platform is empty */
  addPlatform(path: string, cluster: ClusterFacts, ready: TerraformResource | undefined): void {
    this.found = undefined;
    this.groveOf(cluster).addPlatform(path, ready);
  }

  /** All faults of the app, each once. */
  issues(): readonly Issue[] {
    this.found ??= [...this.groves.values()].flatMap((grove) => [
      ...grove.platformIssues(),
      ...validateTenants(grove.roots, isKnown),
    ]);
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
    writeDocuments([...this.groves.values()], session.outdir, stack);
  }

  /** The first facts of the app that say the same: two stacks may each have read the file. */
  factsOf(cluster: ClusterFacts): ClusterFacts {
    return this.groveOf(cluster).cluster;
  }

  private groveOf(cluster: ClusterFacts): Grove {
    const key = this.keys.get(cluster) ?? textOf(cluster);
    this.keys.set(cluster, key);
    const grove = this.groves.get(key) ?? new Grove(cluster);
    this.groves.set(key, grove);
    return grove;
  }
}

function assertInStack(construct: IConstruct): void {
  if (construct.node.scopes.some((scope) => TerraformStack.isStack(scope))) return;
  throw new SpecError([
    {
      path: [construct.node.path],
      message: "this stands in no stack, and nothing of it would be written",
      received: "a scope outside of every stack",
      expected: "a TerraformStack, or a construct inside one",
      hint: "give the stack as the first argument, in place of the app",
    },
  ]);
}

/** The same for facts that say the same, in whatever order: files are reordered by hand and by tools. */
function textOf(facts: ClusterFacts): string {
  return JSON.stringify(facts, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
}
