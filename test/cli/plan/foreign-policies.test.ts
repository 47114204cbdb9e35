import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { foreignPolicies, NO_FOREIGN } from "../../../src/cli/plan/foreign-policies";
import { parsePlan } from "../../../src/cli/plan/plan";
import { parseStackConfig } from "../../../src/cli/project/stack-config";
import type { Terraform } from "../../../src/terraform/terraform";

const TERRAFORM: Terraform = { path: "terraform", flavour: "terraform", env: {} };
const MARKS = { "app.kubernetes.io/managed-by": "hikube", "hikube.cloud/tenant": "t" };
const POLICY = "kubernetes_network_policy_v1";

/** What the server tells of its kinds. */
const KINDS = {
  kind: "APIResourceList",
  groupVersion: "networking.k8s.io/v1",
  resources: [{ name: "networkpolicies", singularName: "", namespaced: true, kind: "NetworkPolicy", verbs: ["list"] }],
};

let server: Server;
let asked: number;
let answer: { code: number; items: readonly object[] };

beforeEach(async () => {
  asked = 0;
  answer = { code: 200, items: [] };
  server = createServer(({ url = "" }, response) => {
    asked += 1;
    if (url === "/apis/networking.k8s.io/v1") {
      response.writeHead(200).end(JSON.stringify(KINDS));
      return;
    }
    const body = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicyList", metadata: {}, items: answer.items };
    response.writeHead(answer.code, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

function live(namespace: string, name: string, spec: object = { podSelector: {} }): object {
  return { metadata: { name, namespace }, spec };
}

/** A plan of one policy of tenant `t`, and its stack. */
function planned(actions: readonly string[], sides: { readonly before?: string; readonly after?: string }) {
  const values = (type?: string) =>
    type === undefined
      ? null
      : {
          metadata: [{ name: "ours", namespace: "t", labels: MARKS }],
          spec: [{ pod_selector: [{}], policy_types: [type] }],
        };
  const change = { actions, before: values(sides.before), after: values(sides.after), after_unknown: {} };
  const resources = [{ address: `${POLICY}.a`, provider_config_key: "kubernetes" }];
  const text = {
    resource_changes: [{ address: `${POLICY}.a`, mode: "managed", type: POLICY, change }],
    configuration: { root_module: { resources } },
  };
  const host = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const config = parseStackConfig(JSON.stringify({ provider: { kubernetes: [{ host }] }, terraform: {} }));
  return {
    plan: parsePlan(JSON.stringify(text)),
    stack: { name: "one", directory: ".", file: "f", dependencies: [], config },
  };
}

test("what is not ours in the tenants' namespaces is found, with what decides on ways", async () => {
  answer.items = [live("t", "theirs"), live("t", "ours"), live("other", "theirs")];
  const found = await foreignPolicies([planned(["update"], { before: "Egress", after: "Ingress" })], TERRAFORM);
  expect(found.policies.map(({ metadata }) => metadata.name)).toEqual(["theirs"]);
  expect(found).toMatchObject({ crowded: [], unasked: [] });
});

test("a plan that changes no policy and no namespace asks nothing", async () => {
  expect(await foreignPolicies([planned(["no-op"], { before: "Egress", after: "Egress" })], TERRAFORM)).toEqual(
    NO_FOREIGN,
  );
  expect(asked).toBe(0);
});

test("policies that are written to be large end nothing: their namespace is named", async () => {
  const spec = { podSelector: { matchLabels: { a: "x".repeat(500_000) } } };
  answer.items = Array.from({ length: 10 }, (_, index) => live("t", `large-${String(index)}`, spec));
  const found = await foreignPolicies([planned(["create"], { after: "Egress" })], TERRAFORM);
  expect(found.crowded).toEqual(["t"]);
  expect(JSON.stringify(found.policies).length).toBeLessThan(5_000_000);
});

test("a cluster that gives no answer says why", async () => {
  answer.code = 403;
  const found = await foreignPolicies([planned(["delete"], { before: "Egress" })], TERRAFORM);
  expect(found).toMatchObject({ policies: [], unasked: [expect.any(String)] });
});
