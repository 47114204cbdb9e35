import { withLive } from "../../../src/cli/plan/live-before";
import { suspended } from "../../../src/cli/plan/open-plan";
import { reviewPlans } from "../../../src/cli/plan/review-plan";
import { summarize } from "../../../src/cli/plan/summary";
import { withAnswers } from "./answering-server";
import { plannedTenant } from "./planned-tenant";

const here = withAnswers();

const [PAST, LATER] = ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"];
const SUSPENDED = { "hikube.cloud/suspended": "true", "hikube.cloud/suspended-because": "expired" };

/** A plan of a tenant that the cluster has with such annotations and so many pods. */
async function resumedIn(next: object, annotations: object, pods = "0") {
  const metadata = { name: "tenant-shop", annotations };
  const bounds = { metadata: { name: "hikube-tenant", namespace: "tenant-shop" }, spec: { hard: { pods } } };
  const kinds = { namespaces: "Namespace", resourcequotas: "ResourceQuota" };
  const resources = Object.entries(kinds).map(([name, kind]) => ({
    name,
    kind,
    namespaced: kind !== "Namespace",
    verbs: ["get"],
  }));
  here.answers = {
    "/api/v1": { kind: "APIResourceList", resources },
    "/api/v1/namespaces/tenant-shop": { apiVersion: "v1", kind: "Namespace", metadata },
    "/api/v1/namespaces/tenant-shop/resourcequotas/hikube-tenant": {
      apiVersion: "v1",
      kind: "ResourceQuota",
      ...bounds,
    },
  };
  const before = { name: "shop", namespace: "tenant-shop", profile: "development", expires_at: PAST };
  const after = { ...before, ...next };
  const actions = Object.keys(next).length === 0 ? ["no-op"] : ["update"];
  const change = { actions, before, after, after_unknown: {} };
  const { stack, plan } = plannedTenant(change, here.url);
  const terraform = { path: "", flavour: "terraform", env: {} } as const;
  const planned = await withLive({ stack, plan }, terraform, new Date("2026-01-01"));
  return { planned, summary: summarize(planned.plan), plan };
}

test("a later end of a hikube_tenant that is suspended is told with what it opens", async () => {
  const { planned, summary } = await resumedIn({ expires_at: LATER }, SUSPENDED);
  expect(summary).toMatchObject([
    {
      changed: ["Namespace tenant-shop", "ResourceQuota hikube-tenant"],
      quota: [{ key: "pods", from: "0", to: "200" }],
    },
  ]);
  expect(reviewPlans([planned], "none")).toMatchObject({
    changes: expect.arrayContaining([
      expect.objectContaining({ what: "suspended", before: "yes", after: "no" }),
    ]) as unknown,
  });
});

test.each([
  ["that is not suspended", { expires_at: LATER }, {}],
  ["that stays past its end", { access: { admins: [{ kind: "Group", name: "ann" }] } }, SUSPENDED],
  ["that the code suspends", { expires_at: LATER, suspended: true }, SUSPENDED],
  ["that is not changed", {}, SUSPENDED],
])("a plan of one %s stays as it is", async (_which, next, annotations) => {
  const { planned, plan } = await resumedIn(next, annotations);
  expect(planned.plan).toEqual(plan);
});

test("a quota that is open already is not told as one that opens", async () => {
  const { summary } = await resumedIn({ expires_at: LATER }, SUSPENDED, "50");
  expect(summary).toMatchObject([{ changed: ["Namespace tenant-shop"], quota: [] }]);
});

test("a kept plan is refused where it would resume what was suspended after it was made", async () => {
  const { planned } = await resumedIn({ expires_at: LATER }, SUSPENDED);
  expect(suspended({ name: "s" }, planned)).toEqual(["stack s: tenant-shop was suspended since the plan was made"]);
  expect(suspended({ name: "s", resumed: ["tenant-shop"] }, planned)).toEqual([]);
});
