import { parsePlan } from "../../../src/cli/plan/plan";
import { suspensionMoves } from "../../../src/cli/plan/suspension-moves";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import type { Terraform } from "../../../src/terraform/terraform";
import { withAnswers } from "./answering-server";

const TERRAFORM: Terraform = { path: "terraform", flavour: "terraform", env: {} };
const LABELS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "tenant-a" };
const SUSPENDED = { "hikube.cloud/suspended": "true" };

const cluster = withAnswers();
let said: string;
const IO = { stdout: { write: () => true }, stderr: { write: (text: string) => (said += text) }, env: {} };

beforeEach(() => {
  said = "";
});

interface Seen {
  readonly pods: string;
  readonly annotations?: object;
  readonly actions?: readonly string[];
}

/** A plan that saw a tenant in a state, and writes its namespace and quota. */
function planned({ pods, annotations = {}, actions = ["update"] }: Seen) {
  const namespace = { metadata: [{ name: "tenant-a", labels: LABELS, annotations }] };
  const metadata = [{ name: "hikube-tenant", namespace: "tenant-a", labels: LABELS }];
  const quota = (hard: object) => ({ metadata, spec: [{ hard }] });
  const of = (type: string, before: object, after: object) => ({
    ...{ address: `${type}.a`, mode: "managed", type, change: { actions, before, after, after_unknown: {} } },
  });
  const changes = [
    of("kubernetes_namespace_v1", namespace, { metadata: [{ name: "tenant-a", labels: LABELS }] }),
    of("kubernetes_resource_quota_v1", quota({ pods }), quota({ pods: "9" })),
  ];
  const resources = changes.map(({ address }) => ({ address, provider_config_key: "kubernetes" }));
  const plan = parsePlan(JSON.stringify({ resource_changes: changes, configuration: { root_module: { resources } } }));
  const host = cluster.url;
  const config = parseStackConfig(JSON.stringify({ provider: { kubernetes: [{ host }] }, terraform: {} }));
  return { plan, stack: { name: "s", directory: ".", file: "f", dependencies: [], config } };
}

function live(pods: string, annotations: object = {}): void {
  const metadata = { name: "hikube-tenant", namespace: "tenant-a" };
  const resources = [
    { name: "namespaces", kind: "Namespace", namespaced: false, verbs: ["get"] },
    { name: "resourcequotas", kind: "ResourceQuota", namespaced: true, verbs: ["get"] },
  ];
  cluster.answers = {
    "/api/v1": { kind: "APIResourceList", groupVersion: "v1", resources },
    "/api/v1/namespaces/tenant-a": { apiVersion: "v1", kind: "Namespace", metadata: { name: "tenant-a", annotations } },
    "/api/v1/namespaces/tenant-a/resourcequotas/hikube-tenant": {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata,
      spec: { hard: { pods } },
    },
  };
}

const moves = (seen: Seen) => suspensionMoves([planned(seen)], TERRAFORM, IO);

test("a suspension since the plan is told, by the namespace and by the quota", async () => {
  live("0", SUSPENDED);
  expect(await moves({ pods: "9" })).toEqual([
    "stack s: tenant-a was suspended since the plan was made (Namespace tenant-a)",
    "stack s: tenant-a was suspended since the plan was made (ResourceQuota hikube-tenant)",
  ]);
});

test("so is the end of one that the plan saw", async () => {
  live("9");
  expect(await moves({ pods: "0", annotations: SUSPENDED })).toHaveLength(2);
});

test("what is as the plan saw it is not, nor another number of pods", async () => {
  live("0", SUSPENDED);
  expect(await moves({ pods: "0", annotations: SUSPENDED })).toEqual([]);
  live("12");
  expect(await moves({ pods: "9" })).toEqual([]);
});

test.each([["no-op"], ["delete"]])("a plan whose action is %s is not asked about", async (action) => {
  live("0", SUSPENDED);
  expect(await moves({ pods: "9", actions: [action] })).toEqual([]);
  expect(cluster.asked).toEqual([]);
});

test("a cluster that does not answer is noted", async () => {
  cluster.answers = {};
  expect(await moves({ pods: "9" })).toEqual([]);
  expect(said).toMatch(/stack s: whether a tenant was suspended .*forbidden.*\[cluster-not-asked\]/);
});
