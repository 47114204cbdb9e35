import { keptByProvider } from "../../../src/cli/plan/kept-suspended";
import { parsePlan } from "../../../src/cli/plan/plan";
import type { Stack } from "../../../src/cli/project/stacks";
import { CLUSTER } from "../../model/tenants";
import { withAnswers } from "./answering-server";

const here = withAnswers();

const PAST = "2020-01-01T00:00:00Z";

/** The tenants that a plan leaves suspended, where the cluster has a namespace with such annotations. */
async function keptOf(values: object, annotations: object) {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-shop", annotations } };
  const resources = [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] }];
  here.answers = { "/api/v1": { kind: "APIResourceList", resources }, "/api/v1/namespaces/tenant-shop": namespace };
  const shop = { name: "shop", namespace: "tenant-shop", profile: "development", ...values };
  const change = { actions: ["no-op"], before: shop, after: shop, after_unknown: {} };
  const tenant = { address: "hikube_tenant.shop", mode: "managed", type: "hikube_tenant", change };
  const root_module = {
    resources: [{ address: tenant.address, mode: "managed", type: tenant.type, provider_config_key: "hikube" }],
  };
  const plan = parsePlan(JSON.stringify({ resource_changes: [tenant], configuration: { root_module } }), CLUSTER);
  const config = {
    ...{ objects: [], ignored: [], providers: [], clusterBlocks: [] },
    hikube: { blocks: [{ host: here.url }] },
  };
  const stack: Stack = { name: "shop", directory: "/", file: "", dependencies: [], config };
  return keptByProvider({ stack, plan }, { path: "", flavour: "terraform", env: {} }, new Date("2026-01-01"));
}

const SUSPENDED = { "hikube.cloud/suspended": "true" };

test("a hikube_tenant that is past its end and suspended is told as one that stays so", async () => {
  expect(await keptOf({ expires_at: PAST }, SUSPENDED)).toEqual([{ namespace: "tenant-shop", expiresAt: PAST }]);
});

test.each([
  ["nobody suspended", { expires_at: PAST }, {}],
  ["the code suspends", { expires_at: PAST, suspended: true }, SUSPENDED],
  ["has not reached its end", { expires_at: "2999-01-01T00:00:00Z" }, SUSPENDED],
])("one that %s is not", async (_what, values, annotations) => {
  expect(await keptOf(values, annotations)).toEqual([]);
});
