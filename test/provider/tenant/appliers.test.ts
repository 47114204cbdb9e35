import { Collector } from "../../../src/plugin/lifecycle/collector";
import { judgeAppliers, type Appliers } from "../../../src/provider/tenant/appliers";

function told(kept: unknown): readonly string[] {
  const diagnostics = new Collector();
  judgeAppliers(kept, diagnostics);
  return diagnostics.list.map(({ severity, path, summary, detail = "" }) =>
    [severity, path?.join(".") ?? "", summary, detail].join(" | "),
  );
}

test("a conflict names the object, each field, its owner and since when, and the ways out", () => {
  const kept: Appliers = {
    "ResourceQuota/hikube-tenant": [
      { manager: "kubectl", applies: true, time: "2026-01-03T00:00:00Z", fields: [".spec.hard.pods", ".spec.scopes"] },
      { manager: "argocd", applies: true, fields: [".spec.hard.limits.cpu"] },
    ],
    "Namespace/tenant-a": [{ manager: "argocd", applies: true, fields: [".metadata.labels.team"] }],
  };
  const [quota, namespace, ...more] = told(kept);
  expect(more).toEqual([]);
  expect(quota).toBe(
    [
      "error | objects | ResourceQuota/hikube-tenant is applied by kubectl and argocd too | Others own fields of it, with other values:",
      '  .spec.hard.pods: "kubectl" since 2026-01-03T00:00:00Z',
      '  .spec.scopes: "kubectl" since 2026-01-03T00:00:00Z',
      '  .spec.hard.limits.cpu: "argocd"',
      "",
      "Do one of these:",
      "- take these fields out of what is applied by kubectl and argocd;",
      "- change the tenant so that both agree;",
      "- set `force_conflicts = true`: this tenant takes them over from kubectl and argocd.",
    ].join("\n"),
  );
  expect(namespace).toContain('  .metadata.labels.team: "argocd"\n');
});

test.each([[undefined], [{}], [{ "ResourceQuota/a": "kubectl" }], [{ "ResourceQuota/a": [{ fields: "all" }] }]])(
  "what a private state says otherwise is no conflict: %j",
  (kept) => {
    expect(told(kept)).toEqual([]);
  },
);
