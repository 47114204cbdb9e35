import { Construct, type IConstruct } from "constructs";
import { type Issue, type Path, SpecError } from "../src/model/issue";
import { kindOf } from "../src/model/schema/faults";
import type { Parent } from "../src/model/tenant/resolve/tenant";
import type { GrowingExternal, GrowingNode } from "./registry";
import type { IHikubeTenant } from "./tenant-construct";

/** The model's node of a tenant's construct, under a global symbol that all copies of this package share. */
const NODE = Symbol.for("cdktf-hikube/tenant");

interface Recorded {
  readonly [NODE]?: GrowingNode | GrowingExternal;
}

/** Keeps the model's node on the construct of a tenant. */
export function record(construct: IHikubeTenant, node: GrowingNode | GrowingExternal): void {
  Object.defineProperty(construct, NODE, { value: node });
}

/** The model's node of a tenant, if the value is one. */
export function nodeIfAny(given: unknown): GrowingNode | GrowingExternal | undefined {
  return ((given ?? {}) as Recorded)[NODE];
}

/** The model's node of a tenant. @throws TypeError if the value is not a tenant */
export function nodeOf(construct: IHikubeTenant): GrowingNode | GrowingExternal {
  const node = nodeIfAny(construct);
  if (node === undefined) throw new TypeError("not a tenant");
  return node;
}

/**
 * The parent that was given for a sub-tenant. Nothing of it can be made without one.
 * @param path - path of the sub-tenant's construct
 * @throws SpecError where something else was given
 */
export function givenParent(parent: unknown, path: string, scope: IConstruct): IHikubeTenant {
  const isGiven = parent !== undefined && parent !== null;
  if (nodeIfAny(parent) === undefined) {
    throw new SpecError([
      {
        path: [path, "parent"],
        code: isGiven ? "wrong-type" : "missing-field",
        message: isGiven ? "not a tenant" : "missing field",
        received: kindOf(parent),
        expected: "a HikubeTenant or HikubeSubTenant, or what HikubeTenant.fromTenantAttributes makes",
        hint: "pass the construct of the parent itself, not its name",
      },
    ]);
  }
  assertSameApp(parent, scope, [path, "parent"]);
  return parent as IHikubeTenant;
}

/** What belongs to another app is written there, if at all. @throws SpecError */
export function assertSameApp(given: unknown, scope: IConstruct, path: Path): void {
  if (!Construct.isConstruct(given) || given.node.root === scope.node.root) return;
  throw new SpecError([foreignConstruct(given, path)]);
}

/** The fault of a construct that belongs to another app. */
export function foreignConstruct(given: IConstruct, path: Path): Issue {
  return {
    path,
    code: "foreign-construct",
    message: "the construct belongs to another app",
    received: `"${given.node.path}" of another app`,
    expected: "a construct of the same app",
    hint: "make both in one app; describe what another app applies with HikubePlatform.fromClusterFacts or HikubeTenant.fromTenantAttributes",
  };
}

/** The tenant as sub-tenants read it. */
export function parentOf(construct: IHikubeTenant): Parent {
  const node = nodeOf(construct);
  return "tenant" in node ? node.tenant : node.external;
}
