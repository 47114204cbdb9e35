import { withLive } from "../../../src/cli/plan/live-before";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { lineOf } from "../../review/states";
import { withAnswers } from "./answering-server";
import { plannedTenant } from "./planned-tenant";

const here = withAnswers();

const SHOP = { name: "shop", namespace: "tenant-shop", profile: "development", adopt: true };

/** What a review says of a tenant that adopts, where the cluster has such a namespace. */
async function reviewOf(metadata: object): Promise<string> {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-shop", ...metadata } };
  const resources = [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] }];
  here.answers = { "/api/v1": { kind: "APIResourceList", resources }, "/api/v1/namespaces/tenant-shop": namespace };
  const change = { actions: ["create"], before: null, after: SHOP, after_unknown: {} };
  const shop = plannedTenant(change, here.url);
  const planned = await withLive(shop, { path: "", flavour: "terraform", env: {} });
  return reviewPlans([planned], "none")
    .changes.map((change) => `${lineOf(change)} ${change.note ?? ""}`)
    .join("\n");
}

test("a namespace that a hikube_tenant adopts is taken in with what is in it", async () => {
  const lines = await reviewOf({ labels: { team: "old", "pod-security.kubernetes.io/enforce": "privileged" } });
  expect(lines).toContain("its namespace is adopted, with what is in it");
  expect(lines).toMatch(/podSecurity.*privileged.*baseline/);
  // What the tenant does not say stays.
  expect(lines).not.toContain("team");
});

test("one that is a tenant already is left to the provider, and one that ends is made anew", async () => {
  const ours = { labels: { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-shop" } };
  expect(await reviewOf(ours)).not.toContain("is adopted");
  expect(await reviewOf({ deletionTimestamp: "2026-01-01T00:00:00Z" })).not.toContain("is adopted");
  expect(here.asked).toContain("/api/v1/namespaces/tenant-shop");
});
