import { platformObjects } from "../../src/model/platform/platform";
import { PLATFORM_KINDS } from "../../src/provider/platform/platform-resource";
import { CLUSTER } from "../model/tenants";

test("every kind that the platform consists of is written, and removed", () => {
  const { base, guardrails } = platformObjects({
    guardrails: true,
    cluster: { ...CLUSTER, controllers: [{ kind: "ServiceAccount", namespace: "kube-system", name: "c" }] },
  });
  const kinds = new Set([...base, ...guardrails].map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  expect([...kinds].sort()).toEqual(PLATFORM_KINDS.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).sort());
});
