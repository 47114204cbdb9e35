import { parsePlan } from "../../../src/cli/plan/plan";
import { resumedElsewhere } from "../../../src/cli/plan/resumed-elsewhere";
import { withLive } from "../../../src/cli/plan/live-before";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { CLUSTER } from "../../model/tenants";
import { withAnswers } from "./answering-server";
import { plannedTenant } from "./planned-tenant";

const here = withAnswers();
const TERRAFORM = { path: "", flavour: "terraform", env: {} } as const;
const [PAST, LATER, NOW] = ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", new Date("2026-01-01")];

/** A namespace of the provider `hikube`, suspended, below `tenant-shop`. */
function namespace(name: string, expiresAt: string, more: object = {}) {
  const ends = expiresAt === "" ? {} : { "hikube.cloud/expires-at": expiresAt };
  const annotations = { "hikube.cloud/suspended": "true", "hikube.cloud/spec": "{}", ...ends, ...more };
  const labels = { "tenant.hikube.cloud/tenant-shop": "", [`tenant.hikube.cloud/${name}`]: "" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations } };
}

function answering(...namespaces: readonly ReturnType<typeof namespace>[]): void {
  const resources = [{ name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get", "list"] }];
  here.answers = {
    "/api/v1": { kind: "APIResourceList", resources },
    "/api/v1/namespaces": { apiVersion: "v1", kind: "NamespaceList", metadata: {}, items: namespaces },
    ...Object.fromEntries(namespaces.map((each) => [`/api/v1/namespaces/${each.metadata.name}`, each])),
  };
}

const TOP = { name: "shop", namespace: "tenant-shop", profile: "development", expires_at: PAST };

/** A plan that moves the values of one tenant. */
const planned = (before: object, after: object) =>
  plannedTenant({ actions: ["update"], before, after, after_unknown: {} }, here.url);

test("sub-tenants of other configurations that were suspended through a parent are told where that one ends later", async () => {
  answering(
    namespace("tenant-shop", PAST),
    namespace("tenant-shop-sub", PAST),
    namespace("tenant-shop-own", "2019-01-01T00:00:00Z"),
    namespace("tenant-shop-open", PAST, { "hikube.cloud/suspended": "false" }),
  );
  const found = await withLive(planned(TOP, { ...TOP, expires_at: LATER }), TERRAFORM, NOW);
  expect(await resumedElsewhere([found], TERRAFORM, NOW)).toEqual([
    {
      ...{
        kind: "lifetime",
        severity: "notice",
        tenant: "tenant-shop-sub",
        what: "suspended",
        before: "yes",
        after: "no",
      },
      note: "by the next apply of its own configuration, since tenant-shop ends later",
    },
  ]);
});

test("a plan that resumes nobody asks for nobody", async () => {
  answering(namespace("tenant-shop", PAST));
  expect(await resumedElsewhere([planned(TOP, { ...TOP, profile: "staging" })], TERRAFORM, NOW)).toEqual([]);
  expect(here.asked).toEqual([]);
});

const SUB = { name: "sub", namespace: "tenant-shop-sub", parent: "tenant-shop" };

test.each([
  ["whose parent ends later by now", LATER, SUB, 1],
  ["whose parent has ended", PAST, SUB, 0],
  ["that has ended itself", LATER, { ...SUB, expires_at: PAST }, 0],
  ["that the code suspends", LATER, { ...SUB, suspended: true }, 0],
])("a suspended tenant %s, whose parent is in no plan, is told as it becomes", async (_, end, values, count) => {
  answering(namespace("tenant-shop", end), namespace("tenant-shop-sub", PAST));
  const found = await resumedElsewhere([planned(values, values)], TERRAFORM, NOW);
  expect(found).toHaveLength(count);
  expect(found.every(({ tenant }) => tenant === "tenant-shop-sub")).toBe(true);
});

test("a tenant whose parent is in no plan is not told as one that is taken over", () => {
  const change = { actions: ["update"], before: SUB, after: SUB, after_unknown: {} };
  const resource = { address: "hikube_tenant.sub", mode: "managed", type: "hikube_tenant", change };
  const plan = parsePlan(JSON.stringify({ resource_changes: [resource] }), CLUSTER);
  const [told] = reviewPlans([{ plan }], "none").changes;
  expect([told?.tenant, told?.note]).toEqual(["tenant-shop-sub", expect.stringContaining("is not in the plan")]);
});
