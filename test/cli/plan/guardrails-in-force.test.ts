import { writesGuardrail } from "../../../src/cli/plan/guardrails-in-force";
import type { PlannedAction, PlannedChange } from "../../../src/cli/plan/plan";

const change = (kind: string, type: string, actions: readonly PlannedAction[]): PlannedChange => ({
  address: `${type}.a`,
  actions,
  after: { type, apiVersion: "admissionregistration.k8s.io/v1", kind, name: "hikube-a", hard: {} },
});

test.each([
  ["a new policy", change("ValidatingAdmissionPolicy", "kubernetes_manifest", ["add"]), true],
  ["a changed binding", change("ValidatingAdmissionPolicyBinding", "kubernetes_manifest", ["import", "change"]), true],
  ["one that only moves", change("ValidatingAdmissionPolicy", "kubernetes_manifest", ["move"]), false],
  ["what the provider waits for itself", change("ValidatingAdmissionPolicy", "hikube_platform", ["add"]), false],
  ["what is no policy", change("ClusterRole", "kubernetes_cluster_role_v1", ["add"]), false],
  [
    "one that goes",
    { ...change("ValidatingAdmissionPolicy", "kubernetes_manifest", ["remove"]), after: undefined },
    false,
  ],
])("of a stack it is waited for %s: %#", (_what, planned, waits) => {
  expect(writesGuardrail(planned)).toBe(waits);
});
