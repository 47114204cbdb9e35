import { isolationList, tenantObjects } from "../../../src/model/tenant/objects/objects";
import type { TenantNode } from "../../../src/model/tenant/resolve/tenant";
import { faultsOf, SMALL, tree, type LooseSpec, pathOf } from "../tenants";

const COMPLETE = { costCenter: "CC-1", project: "shop", owner: "jane" };
const paths = (spec: LooseSpec) => faultsOf(spec).map(pathOf);
const nodes = (node: TenantNode): TenantNode[] => [node, ...node.children.flatMap(nodes)];

describe("a tree that requires cost labels", () => {
  const required = { name: "a", requireCostLabels: true, cost: { costCenter: "CC-1" } };

  test("has a fault for every tenant in it that misses one", () => {
    const spec = {
      ...required,
      children: [
        { name: "b", quota: SMALL, cost: { project: "b", owner: "bob" } },
        { name: "c", quota: SMALL, cost: { project: "c" }, children: [{ name: "d", quota: SMALL }] },
      ],
    };
    expect(faultsOf(spec)).toMatchObject([
      {
        path: ["a", "cost"],
        code: "missing-cost-labels",
        received: "no project, no owner",
        expected: expect.stringMatching(/"project" and "owner"/) as string,
      },
      { path: ["a/c", "cost"], received: "no owner" },
      { path: ["a/c/d", "cost"], received: "no owner" },
    ]);
  });

  test("is satisfied by what a parent gives", () => {
    expect(paths({ ...required, cost: COMPLETE, children: [{ name: "b", quota: SMALL }] })).toEqual([]);
  });

  test("begins where it is set: above it nothing is required", () => {
    const child = { name: "b", quota: SMALL, requireCostLabels: true, children: [{ name: "c", quota: SMALL }] };
    expect(paths({ name: "a", children: [child] })).toEqual(["a/b.cost", "a/b/c.cost"]);
  });
});

test("a note is an annotation of the namespace, never a label, and goes down the tree", () => {
  const note = "Order 4711; ask Jane Doe <jane@example.com>";
  const forest = nodes(tree({ name: "a", cost: { note }, children: [{ name: "b", quota: SMALL }] }));
  for (const { tenant } of forest) {
    const { namespace, isolation } = tenantObjects(tenant, []);
    expect(namespace.metadata.annotations).toMatchObject({ "hikube.cloud/cost-note": note });
    for (const { metadata } of [namespace, ...isolationList(isolation)])
      expect(Object.values(metadata.labels ?? {})).not.toContain(note);
  }
});
